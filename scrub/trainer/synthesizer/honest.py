"""The stream of innocents: blocks that look like injection and are not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from . import everyday, lists, oddities, owners, prose, records, unseen
from .lexicon import of_languages
from .piece import Draft, Piece
from .sayings import speakers
from .spam import check_families
from .visible import visible_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .lexicon import Lexicon

_BUILDERS: tuple[Callable[[Random, Lexicon, str], Draft], ...] = (
    prose.topic_article, prose.topic_article, prose.topic_article, prose.topic_article, prose.comment, prose.comment,
    prose.byline, prose.biography, prose.caption, prose.quotation,
    prose.shop_text, prose.references,
    lists.city_list, lists.city_list, lists.event_list, lists.sponsor_list, lists.link_list, lists.link_list, lists.blogroll,
    lists.press_review, lists.related, lists.tag_cloud, lists.price_list, lists.product_list, lists.product_list,
    lists.language_menu, lists.recipe_list, lists.name_list, lists.breadcrumb, lists.contact_box, lists.footer_line,
    lists.headline_list,
    unseen.reader_text, unseen.honeypot, unseen.cookie_dialog, unseen.accordion, unseen.tab_panel, unseen.dropdown,
    unseen.translation, unseen.fallback,
    oddities.notice, oddities.notice, oddities.address_list, oddities.address_list, oddities.host_list, oddities.code_lines,
    oddities.directory, oddities.chatter, oddities.chatter, oddities.chatter,
    owners.sister_sites, owners.sister_sites, owners.credit, lists.related,
)  # fmt: skip
# What stands beside the pitches of spam, with the file of sayings it needs ("" for none).
_EVERYDAY: tuple[tuple[Callable[[Random, Lexicon, str], Draft], str], ...] = (
    (everyday.thanks, "everyday"), (everyday.thanks, "everyday"), (everyday.slang, "everyday"), (everyday.slang, "everyday"),
    (everyday.slang, "everyday"), (everyday.business, "everyday"),
    (everyday.author, "everyday"), (everyday.author, "everyday"), (everyday.business, "everyday"), (everyday.review, "everyday"),
    (everyday.coverage, "coverage"), (everyday.coverage, "coverage"), (everyday.coverage, "coverage"),
    (everyday.guide, "guides"), (everyday.guide, "guides"), (everyday.guide, "guides"), (everyday.guide, "guides"),
    (everyday.forensics, "forensics"), (records.record, ""), (records.record, ""), (records.record, ""), (records.record, ""),
)  # fmt: skip
_EVERYDAY_SHARE = 0.52
# Half of the innocents speak about what spam sells; the others about anything.
_ON_TOPIC = 0.5
_TEXT_ONLY_SHARE = 0.12


def honest_pieces(
    seed: int,
    count: int,
    *,
    languages: Sequence[str] | None = None,
    families: Sequence[str] | None = None,
) -> Iterator[Piece]:
    """Yield `count` innocents; piece k depends on the seed, k and the choices alone.

    The arguments are those of `spam_pieces`; a family is a topic here. Raises ValueError likewise.
    """
    lexicons = of_languages(languages)
    chosen = check_families(families)
    for k in range(count):
        rng = Random(f"honest {seed} {k}")
        off_topic = families is None and rng.random() > _ON_TOPIC
        yield _piece(rng, lexicons, "other" if off_topic else rng.choice(chosen))


def _draft(rng: Random, lexicons: tuple[Lexicon, ...], family: str) -> tuple[Draft, Lexicon]:
    """A draft of any kind that these languages allow, and its language."""
    if rng.random() < _EVERYDAY_SHARE:
        builder, name = rng.choice(_EVERYDAY)
        if able := speakers(name, lexicons) if name else lexicons:
            lexicon = rng.choice(able)
            return builder(rng, lexicon, family), lexicon
    lexicon = rng.choice(lexicons)
    return rng.choice(_BUILDERS)(rng, lexicon, family), lexicon


def _piece(rng: Random, lexicons: tuple[Lexicon, ...], family: str) -> Piece:
    draft, lexicon = _draft(rng, lexicons, family)
    text = visible_text(draft.html)
    shown = draft.kind == "hidden_honest" or rng.random() > _TEXT_ONLY_SHARE
    return Piece(
        html=draft.html if shown else "",
        text=text,
        spam=False,
        family=family,
        language=lexicon.language,
        kind=draft.kind,
        hiding=draft.hiding if shown else "",
        style=draft.style if shown else "",
        placement=rng.choice(draft.placements),
        as_text=draft.as_text,
    )
