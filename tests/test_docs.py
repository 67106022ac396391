"""README and docs name every command, option, exit status and signal, and nothing that is not there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from scrub.batch import PARQUET, SAME, WARC
from scrub.commands import COMMANDS, flags
from scrub.commands import scrub as group
from scrub.commands.status import MEANINGS, Status
from scrub.inputs.formats import FORMATS
from scrub.outputs import FORMS, LAYOUTS
from scrub.reports import REPORTS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "docs" / "commands.md").read_text("utf-8")
FETCHING = (ROOT / "docs" / "fetching.md").read_text("utf-8")
JUDGING = ("--encoding", "--max-harm", "--models", "--trust-model", "--from", "--field")
NETWORK = ("--warc", "--contact", "--ignore-robots", "--allow-private")

OPTIONS = [
    (command, option)
    for command in COMMANDS
    for parameter in command.params
    if isinstance(parameter, click.Option)
    for option in parameter.opts
]


def section(command: click.Command) -> str:
    found = re.search(rf"^## scrub {command.name} .*?(?=^## |\Z)", REFERENCE, re.DOTALL | re.MULTILINE)
    assert found, f"docs/commands.md has no section on {command.name}"
    return found[0]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_described(command: click.Command) -> None:
    assert f"`scrub {command.name} " in README
    assert section(command)
    assert command.help
    assert command.short_help


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=lambda x: x if isinstance(x, str) else x.name)
def test_every_option_is_described(command: click.Command, option: str) -> None:
    text = REFERENCE if option in JUDGING + NETWORK else section(command)
    assert re.search(rf"`{option}[` ]", text)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_no_option_is_described_that_is_not_there(command: click.Command) -> None:
    there = {option for owner, option in OPTIONS if owner is command}
    described = set(re.findall(r"^\|.*?`(--[a-z-]+)", section(command), re.MULTILINE))
    assert described <= there


def test_every_option_says_what_it_means() -> None:
    assert [p.name for c in COMMANDS for p in c.params if isinstance(p, click.Option) and not p.help] == []


def test_exit_statuses_are_documented_as_they_are() -> None:
    table = REFERENCE.partition("## Exit statuses")[2]
    rows = dict(re.findall(r"^\| (\d+) \| (.*?) \|$", table, re.MULTILINE))
    assert rows == {str(int(status)): meaning for status, meaning in MEANINGS.items()}
    assert set(MEANINGS) == set(Status)
    help_text = group.get_help(click.Context(group))
    assert all(re.search(rf"^ +{int(status)}  \w", help_text, re.MULTILINE) for status in Status)


def test_the_choices_of_flags_are_the_tables() -> None:
    """The flags spell them out so that help need not load the tables."""
    assert (*FORMS, PARQUET, WARC, SAME) == flags.FORMATS
    assert tuple(FORMATS) == flags.KINDS
    assert tuple(REPORTS) == flags.REPORTS
    assert tuple(LAYOUTS) == flags.LAYOUTS


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]}  # type: ignore[index]
    explained = set(
        re.findall(r"^\| ([\w-]+) \|", README.partition("## Why each dependency")[2], re.MULTILINE)
    )
    assert names == explained - {"library"}


def test_every_signal_is_documented_in_its_own_words() -> None:
    """`scrub signals` prints docstrings: each has a first sentence and then says more."""
    from scrub.signals import SIGNALS

    assert [signal.name for signal in SIGNALS if len(signal.doc.strip().splitlines()) < 3] == []


def test_what_the_documentation_shows_is_there() -> None:
    pages = {ROOT: README, ROOT / "docs": REFERENCE + FETCHING}
    linked = {
        (folder, name)
        for folder, text in pages.items()
        for name in re.findall(r"\]\(((?!https?:)[^)#]+)\)", text)
    }
    shown = {(ROOT, name) for text in pages.values() for name in re.findall(r"\bsamples/[\w./-]+", text)}
    assert [name for folder, name in linked | shown if not (folder / name).exists()] == []


def test_the_page_on_fetching_names_options_that_are_there() -> None:
    assert set(re.findall(r"`[^`\n]*?(--[a-z-]+)", FETCHING)) <= {option for _, option in OPTIONS}


@pytest.mark.parametrize("name", ["install", "tests"])
def test_ci_finds_the_commands_of_the_readme(name: str) -> None:
    assert re.search(rf"<!-- run: {name} -->\n```sh\n.+\n```", README)
    assert f"run_readme {name}" in (ROOT / ".ci" / "run").read_text("utf-8")
