"""The compiled part is there where it can be, and is left alone where it is not what scrub was written for."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

from scrub import native

COMPILED = "scrub.native._compiled"


def _has_compiler() -> bool:
    """Whether an extension could be built here: a C compiler, and the headers of this Python."""
    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    return (
        bool(shutil.which(shlex.split(command)[0]))
        and Path(sysconfig.get_path("include"), "Python.h").exists()
    )


@pytest.mark.skipif(os.environ.get("SCRUB_NATIVE") == "0", reason="the compiled part is switched off")
@pytest.mark.skipif(not _has_compiler(), reason="there is no C compiler")
def test_what_can_be_compiled_is_compiled() -> None:
    """Or else every test of the compiled part is skipped, and nobody hears of it."""
    assert native.compiled is not None, (
        "install scrub again: what is there was not built, or from other sources"
    )


@pytest.mark.parametrize("interface", [native.INTERFACE - 1, native.INTERFACE + 1, None])
def test_an_extension_for_other_sources_is_ignored(
    interface: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCRUB_NATIVE", raising=False)
    built = ModuleType(COMPILED)
    monkeypatch.setitem(sys.modules, COMPILED, built)
    if interface is not None:
        built.__dict__["INTERFACE"] = interface
    assert native._load() is None
    built.__dict__["INTERFACE"] = native.INTERFACE
    assert native._load() is built
    monkeypatch.setenv("SCRUB_NATIVE", "0")
    assert native._load() is None


def test_an_extension_that_does_not_load_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRUB_NATIVE", raising=False)
    monkeypatch.setitem(sys.modules, COMPILED, None)
    assert native._load() is None


def test_every_function_stands_in_the_table_once() -> None:
    """In kernels.c, whose names are what Python finds."""
    if native.compiled is None:
        pytest.skip("scrub was installed without its compiled part")
    table = (Path(__file__).parents[1] / "scrub" / "native" / "kernels.c").read_text("utf-8")
    found = [
        name for name in dir(native.compiled) if callable(getattr(native.compiled, name)) and name[0] != "_"
    ]
    for name in found:
        assert table.count(f"    ROW({name}, ") + table.count(f'    {{"{name}", ') == 1, name
