"""The public surface: a name appears or goes only together with this list."""

from __future__ import annotations

import inspect
from dataclasses import fields

import pytest

import scrub

NAMES = [
    "Article",
    "Document",
    "FetchError",
    "FetchOptions",
    "Finding",
    "InputError",
    "LabelError",
    "Metadata",
    "ModelError",
    "OptionError",
    "Options",
    "Page",
    "Removal",
    "Report",
    "ScrubError",
    "SiteReport",
    "Tally",
    "Verdicts",
    "__version__",
    "audit",
    "audit_many",
    "clean",
    "clean_many",
    "clean_text",
    "fetch",
    "judge",
    "parse",
    "restore",
]


def test_the_public_names_are_pinned() -> None:
    assert sorted(scrub.__all__) == NAMES
    assert dir(scrub) == scrub.__all__


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(scrub, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scrubber'"):
        scrub.scrubber  # noqa: B018 - asking is the test


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        ("clean", ["html", "url", "options"]),
        ("clean_text", ["text", "url", "options"]),
        ("audit", ["html", "url", "options"]),
        ("audit_many", ["pages", "jobs", "options"]),
        ("parse", ["page", "options"]),
        ("judge", ["document", "options"]),
        ("clean_many", ["pages", "jobs", "options"]),
        ("fetch", ["urls", "options", "out", "gone", "seams"]),
    ],
)
def test_the_parameters_are_pinned(function: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(scrub, function)).parameters) == parameters


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Options", "max_harm sensitivity encoding models trust_model comments"),
        ("Page", "body url content_type status source offset record_id row date carried place"),
        ("Removal", "text score family reasons css_path line links cut at"),
        (
            "Finding",
            "kind severity text score family reasons css_path line links hidden seen_by advice column language rule",
        ),
        ("Report", "url status findings probes unchecked"),
        (
            "SiteReport",
            (
                "target status pages alarmed findings campaigns targets matrix skipped probes unchecked partly gone "
                "notes audited model version screenshots"
            ),
        ),
    ],
)
def test_the_fields_of_values_are_pinned(value: str, names: str) -> None:
    assert [field.name for field in fields(getattr(scrub, value))] == names.split()


def test_an_article_has_what_outputs_need() -> None:
    names = {field.name for field in fields(scrub.Article)} | {"markdown", "html", "tei"}
    assert names >= {
        "url", "title", "author", "date", "language", "site_name", "text", "structure", "removed",
        "page_type", "page_type_score", "why", "metadata", "model", "markdown", "html", "tei", "comments",
    }  # fmt: skip


def test_every_error_is_a_scrub_error() -> None:
    errors = [scrub.FetchError, scrub.InputError, scrub.LabelError, scrub.ModelError, scrub.OptionError]
    assert all(issubclass(error, scrub.ScrubError) for error in errors)


def test_a_bad_option_is_an_option_error() -> None:
    with pytest.raises(scrub.OptionError, match="max_harm"):
        scrub.Options(max_harm=2.0)
