"""The stream of injected pieces: which kind, which goods, which language, hidden how."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from .farms import inserted_link, link_farm
from .hiding import INLINE_TECHNIQUES, TECHNIQUES, fail_to_hide, hide, hide_inline
from .lexicon import SOLD_FAMILIES, of_languages
from .phrases import mixed_subject, subject
from .piece import Draft, Piece
from .texts import comment, doorway, spam_text
from .visible import visible_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .lexicon import Lexicon
    from .phrases import Subject

_BUILDERS: tuple[Callable[[Random, Subject], Draft], ...] = (
    link_farm, link_farm, link_farm, link_farm, link_farm, inserted_link, inserted_link, spam_text, spam_text, spam_text,
    spam_text, comment, comment, comment, doorway,
)  # fmt: skip
# Invented goods make up this share where all families are wanted: they teach structure, not vocabulary.
_INVENTED = 0.3
_HIDDEN_SHARE = {"link_farm": 0.6, "spam_text": 0.4, "inserted_link": 0.25, "comment": 0.02, "doorway": 0.12}
_USUAL = ("display", "offscreen", "size")
_BROKEN_SHARE = 0.08
_TEXT_ONLY_SHARE = {
    "link_farm": 0.12,
    "spam_text": 0.3,
    "comment": 0.25,
    "doorway": 0.25,
    "inserted_link": 0.1,
}


def spam_pieces(
    seed: int,
    count: int,
    *,
    languages: Sequence[str] | None = None,
    families: Sequence[str] | None = None,
) -> Iterator[Piece]:
    """Yield `count` injected pieces; piece k depends on the seed, k and the choices alone.

    languages are ISO 639-1 codes, families names of `values.FAMILIES`, where "other" stands for
    invented goods; None means all. Raises ValueError for a name without vocabulary.
    """
    lexicons = of_languages(languages)
    chosen = check_families(families)
    for k in range(count):
        rng = Random(f"spam {seed} {k}")
        yield _piece(rng, _subject(rng, rng.choice(lexicons), chosen, families is None))


def check_families(families: Sequence[str] | None) -> tuple[str, ...]:
    """The families to choose from. Raises ValueError for an unknown one."""
    known = ("other", *SOLD_FAMILIES)
    unknown = [family for family in families or () if family not in known]
    if unknown:
        raise ValueError(f"no family {', '.join(unknown)}; known are {', '.join(known)}")
    return known if families is None else tuple(families)


def _subject(rng: Random, lexicon: Lexicon, families: tuple[str, ...], free: bool) -> Subject:
    family = "other" if free and rng.random() < _INVENTED else rng.choice(families)
    mixed = free and family != "other" and rng.random() < 0.06
    return mixed_subject(rng, lexicon, family) if mixed else subject(rng, lexicon, family)


def _piece(rng: Random, told: Subject) -> Piece:
    draft = rng.choice(_BUILDERS)(rng, told)
    text = visible_text(draft.html)
    if rng.random() < _TEXT_ONLY_SHARE[draft.kind]:
        draft = Draft("", draft.kind, draft.placements)
    else:
        draft = _hidden(rng, draft)
    return Piece(
        html=draft.html,
        text=text if not draft.html else visible_text(draft.html),
        spam=True,
        family=told.family,
        language=told.lexicon.language,
        kind=draft.kind,
        hiding=draft.hiding,
        style=draft.style,
        placement=rng.choice(draft.placements),
    )


def _hidden(rng: Random, draft: Draft) -> Draft:
    """The draft in a hiding place, in one that hides nothing, or as it is."""
    roll, share = rng.random(), _HIDDEN_SHARE[draft.kind]
    if roll < share:
        within = draft.kind == "inserted_link"
        technique = rng.choice(INLINE_TECHNIQUES if within else rng.choice((TECHNIQUES, _USUAL)))
        done = (hide_inline if within else hide)(rng, draft.html, technique)
        return Draft(done.html, draft.kind, draft.placements, technique, done.style)
    if roll < share + _BROKEN_SHARE and draft.kind != "inserted_link":
        done = fail_to_hide(rng, draft.html)
        return Draft(done.html, draft.kind, draft.placements, "", done.style)
    return draft
