"""Compiles the extension when scrub is installed; where that fails scrub is installed without it, and is slower."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FOLDER = "scrub/native"


class NativeBuildHook(BuildHookInterface):  # type: ignore[misc] # hatchling is there while building only
    """Called by hatch before and after it packs a wheel, editable ones included."""

    PLUGIN_NAME = "custom"
    _room = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and tell the wheel that it is made for one kind of machine."""
        if self.target_name != "wheel" or os.environ.get("SCRUB_NATIVE") == "0":
            return
        root = Path(self.root)
        self._room = tempfile.mkdtemp()
        try:
            built = _compile(root, Path(self._room))
        except (Exception, SystemExit) as error:  # noqa: BLE001 whatever a compiler does, scrub works without it
            sys.stderr.write(f"scrub is installed without its compiled part, and is slower: {error}\n")
            return
        if version == "editable":
            shutil.copy2(built, root / _FOLDER)
        else:
            build_data["force_include"][str(built)] = f"{_FOLDER}/{built.name}"
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Clear up behind the compiler."""
        if self._room:
            shutil.rmtree(self._room, ignore_errors=True)


def _compile(root: Path, room: Path) -> Path:
    """Compile what stands in the folder; the extension module lies in the room then."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    folder = root / _FOLDER
    extension = Extension(
        "scrub.native._compiled",
        sorted(str(path) for path in folder.glob("*.c")),
        extra_compile_args=[] if os.name == "nt" else ["-O3", "-std=c11", "-fvisibility=hidden"],
        libraries=["dl", "m"] if sys.platform.startswith("linux") else [],
    )
    command = build_ext(Distribution({"name": "scrub", "ext_modules": [extension]}))
    command.build_lib, command.build_temp = str(room), str(room / "objects")
    command.ensure_finalized()
    command.run()
    return Path(command.get_ext_fullpath("scrub.native._compiled"))
