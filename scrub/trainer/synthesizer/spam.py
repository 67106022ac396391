"""The stream of injected pieces: which kind, which goods, which language, hidden how."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from .farms import inserted_link, link_farm
from .hiding import INLINE_TECHNIQUES, TECHNIQUES, fail_to_hide, hide, hide_inline
from .lexicon import SOLD_FAMILIES, of_languages
from .phrases import mixed_subject, subject
from .piece import Draft, Piece
from .pitches import advert, brand_comment, doorway_prose, praise_comment, spliced_text
from .sayings import speakers
from .texts import comment, doorway, shop_window, spam_text
from .visible import visible_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .lexicon import Lexicon
    from .phrases import Subject

_BUILDERS: tuple[Callable[[Random, Subject], Draft], ...] = (
    link_farm, link_farm, link_farm, link_farm, link_farm, inserted_link, inserted_link, spam_text, spam_text, spam_text,
    spam_text, comment, comment, comment, doorway, shop_window,
)  # fmt: skip
# What plain text keeps of spam, with the file of sayings it needs; a builder stands here once for each share.
_PITCHES: tuple[tuple[Callable[[Random, Subject], Draft], str], ...] = (
    (praise_comment, "praise"), (praise_comment, "praise"), (praise_comment, "praise"),
    (doorway_prose, "doorways"), (doorway_prose, "doorways"), (doorway_prose, "doorways"), (doorway_prose, "doorways"),
    (brand_comment, "chat"), (brand_comment, "chat"),
    (spliced_text, "doorways"), (spliced_text, "doorways"),
    (advert, "adverts"), (advert, "adverts"), (advert, "adverts"), (advert, "adverts"), (advert, "adverts"),
)  # fmt: skip
# Kinds that words alone make spam: they need no link and no hiding.
WORDS_ALONE = ("spam_text", "praise", "advert", "doorway_prose", "brand_comment", "spliced_text")
_PITCHED = 0.5
# Invented goods make up this share where all families are wanted: they teach structure, not vocabulary.
_INVENTED = 0.3
_HIDDEN_SHARE = {
    "link_farm": 0.6, "spam_text": 0.4, "inserted_link": 0.25, "comment": 0.02, "doorway": 0.12, "shop_window": 0.05,
    "praise": 0.01, "doorway_prose": 0.2, "brand_comment": 0.01, "spliced_text": 0.15, "advert": 0.05,
}  # fmt: skip
_USUAL = ("display", "offscreen", "size")
_BROKEN_SHARE = 0.08
_TEXT_ONLY_SHARE = {
    "praise": 0.1,
    "doorway_prose": 0.1,
    "brand_comment": 0.1,
    "spliced_text": 0.1,
    "advert": 0.1,
    "link_farm": 0.12,
    "spam_text": 0.3,
    "comment": 0.25,
    "doorway": 0.25,
    "shop_window": 0.1,
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
        yield _piece(rng, lexicons, chosen, families is None)


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


def _draft(
    rng: Random, lexicons: tuple[Lexicon, ...], families: tuple[str, ...], free: bool
) -> tuple[Draft, Subject]:
    """A draft of any kind that these languages and families allow, and what it sells."""
    if rng.random() < _PITCHED:
        pitch, name = rng.choice(_PITCHES)
        able = speakers(name, lexicons)
        # A brand in chatter is one of a betting site.
        sold = ("gambling",) if pitch is brand_comment else families
        if able and set(sold) <= set(families):
            told = _subject(rng, rng.choice(able), sold, free and sold is families)
            return pitch(rng, told), told
    told = _subject(rng, rng.choice(lexicons), families, free)
    return rng.choice(_BUILDERS)(rng, told), told


def _piece(rng: Random, lexicons: tuple[Lexicon, ...], families: tuple[str, ...], free: bool) -> Piece:
    draft, told = _draft(rng, lexicons, families, free)
    text = visible_text(draft.html)
    if rng.random() < _TEXT_ONLY_SHARE[draft.kind]:
        draft = replace(draft, html="")
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
        as_text=draft.as_text,
    )


def _hidden(rng: Random, draft: Draft) -> Draft:
    """The draft in a hiding place, in one that hides nothing, or as it is."""
    roll, share = rng.random(), _HIDDEN_SHARE[draft.kind]
    if roll < share:
        within = draft.kind == "inserted_link"
        technique = rng.choice(INLINE_TECHNIQUES if within else rng.choice((TECHNIQUES, _USUAL)))
        done = (hide_inline if within else hide)(rng, draft.html, technique)
        return replace(draft, html=done.html, hiding=technique, style=done.style)
    if roll < share + _BROKEN_SHARE and draft.kind != "inserted_link":
        done = fail_to_hide(rng, draft.html)
        return replace(draft, html=done.html, hiding="", style=done.style)
    return draft
