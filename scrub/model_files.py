"""Model files: plain arrays in a joblib file, and beside it a card in JSON that vouches for them.

A joblib file can run code when it is loaded, so its SHA-256 must be the one in the card, and the
card must be one that ships with scrub; anything else has to be trusted explicitly.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scrub.errors import ModelError
from scrub.locations import models_folder

FORMAT = 1


def save(path: Path, arrays: Mapping[str, Any], card: Mapping[str, Any]) -> dict[str, Any]:
    """Write arrays and card (temporary name, then rename); returns the card as written.

    The card gets `format`, `name` and `sha256` besides what the caller says of schema, data,
    figures and date.
    """
    import joblib

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    joblib.dump(dict(arrays), temporary, compress=("zlib", 9))
    digest = hashlib.sha256(temporary.read_bytes()).hexdigest()
    whole = {"format": FORMAT, "name": path.stem, "sha256": digest, **card}
    written = path.with_suffix(".json")
    written.write_text(json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    temporary.replace(path)
    return whole


def load(path: Path, *, schema: str, trust: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """Arrays and card of a model file.

    Raises ModelError where the file or its card is missing, the digest differs, the schema is
    another than `schema`, or the file is not one of scrub's own and `trust` is False.
    """
    card = read_card(path)
    if card.get("format") != FORMAT or card.get("schema") != schema:
        raise ModelError(
            f"{path}: made for another version of scrub's signals; train it again with `scrub train`"
        )
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from error
    if hashlib.sha256(body).hexdigest() != card.get("sha256"):
        raise ModelError(
            f"{path}: its SHA-256 is not the one in {path.with_suffix('.json').name}; not loaded"
        )
    if not trust and path.resolve().parent != models_folder().resolve():
        raise ModelError(
            f"{path}: not one of scrub's own models, and a joblib file can run code; "
            "--trust-model loads it if you know who made it"
        )
    return _unpack(path), card


def read_card(path: Path) -> dict[str, Any]:
    """The card beside a model file. Raises ModelError."""
    written = path.with_suffix(".json")
    try:
        card = json.loads(written.read_text("utf-8"))
    except OSError as error:
        raise ModelError(f"{written}: the model's card cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ModelError(f"{written}: the model's card is not JSON") from error
    if not isinstance(card, dict):
        raise ModelError(f"{written}: the model's card is not a JSON object")
    return card


def _unpack(path: Path) -> dict[str, Any]:
    import joblib

    try:
        arrays = joblib.load(path)
    except Exception as error:
        raise ModelError(
            f"{path}: not a joblib file that this version can read ({type(error).__name__})"
        ) from error
    if not isinstance(arrays, dict):
        raise ModelError(f"{path}: holds {type(arrays).__name__}, not a model's arrays")
    return arrays


@cache
def opened(
    name: str, schema: str, folder: str | None = None, trust: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Arrays and card of a model, loaded once a process: the one that ships with scrub, or a folder's.

    Raises ModelError.
    """
    place = models_folder() if folder is None else Path(folder)
    return load(place / f"{name}.joblib", schema=schema, trust=trust)
