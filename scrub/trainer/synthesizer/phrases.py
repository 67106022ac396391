"""What spam says: the goods a piece sells, keywords in every order, spun sentences, calls to act."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from .disguise import disguise
from .lexicon import SOLD_FAMILIES, brands, english
from .robots import robot_comment, sales_sentence
from .words import brand, fill, gibberish, handle, recase, telephone, year

if TYPE_CHECKING:
    from .lexicon import Lexicon

# {mod} a commercial word, {kw} the goods. Order matters little to those who stuff keywords.
_PATTERNS = (
    "{kw}", "{kw}", "{kw}", "{city} {kw}", "{city} {kw}", "{kw} {city}", "{mod} {kw}", "{kw} {mod}",
    "{mod} {kw} {city}", "{city} {mod} {kw}", "{mod} {mod} {kw}", "{kw} {kw}", "{brand} {kw}", "{kw} {price}", "{kw} {year}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """What one piece sells: few goods, few places, one family; "other" sells what nobody sells."""

    lexicon: Lexicon
    family: str
    goods: tuple[str, ...]
    cities: tuple[str, ...]
    brands: tuple[str, ...]
    cased: int  # seed of the one case of the piece, -1 where every keyword has its own
    disguised: float  # share of keywords in look-alike letters or emoji


def subject(rng: Random, lexicon: Lexicon, family: str) -> Subject:
    """A subject of this family ("other" is an invented family) in this language."""
    goods = _invented(rng, lexicon) if family == "other" else _known(rng, lexicon, family)
    cities = tuple(rng.sample(lexicon.cities, rng.choice((1, 2, 3, 8, 12))))
    names = tuple(brand(rng) for _ in range(rng.choice((1, 1, 2, 3))))
    if family != "other" and rng.random() < 0.6:
        names += tuple(rng.sample(brands()[family], 3))
    cased = -1 if rng.random() < 0.5 else rng.getrandbits(16)
    disguised = 0.8 if rng.random() < 0.06 else 0.0
    return Subject(lexicon, family, goods, cities, names, cased, disguised)


def _known(rng: Random, lexicon: Lexicon, family: str) -> tuple[str, ...]:
    """Keywords of a family; outside English some spam keeps the English ones."""
    source = english() if rng.random() < 0.12 else lexicon
    words = source.commercial[family] * 2 + source.neutral[family]
    goods = list(dict.fromkeys(rng.sample(words, min(len(words), rng.choice((1, 2, 4, 7))))))
    if rng.random() < 0.25:
        goods.append(rng.choice(brands()[family]))
    return tuple(goods)


def _invented(rng: Random, lexicon: Lexicon) -> tuple[str, ...]:
    """Goods nobody has filtered for: any nouns of the language, alone, in pairs, or under a made-up name."""
    sold = (*lexicon.nouns, *lexicon.nouns, *lexicon.dishes, *lexicon.themes)
    nouns = list(dict.fromkeys(rng.sample(sold, rng.choice((1, 2, 3, 5)))))
    roll = rng.random()
    if roll < 0.25:
        nouns = [lexicon.joiner.join((noun, rng.choice(lexicon.nouns))) for noun in nouns]
    elif roll < 0.45:
        name = brand(rng)
        nouns = [f"{name} {noun}" for noun in nouns]
    return tuple(nouns)


def mixed_subject(rng: Random, lexicon: Lexicon, family: str) -> Subject:
    """A subject of this family whose farm sells goods of others too, as link brokers do."""
    first = subject(rng, lexicon, family)
    others = tuple(rng.choice(lexicon.commercial[name]) for name in rng.sample(SOLD_FAMILIES, 3))
    return Subject(lexicon, family, first.goods * 2 + others, first.cities, first.brands, -1, 0.0)


def keyword(rng: Random, told: Subject) -> str:
    """One keyword of the subject, as it stands in an anchor or between two separators."""
    lexicon = told.lexicon
    words = rng.choice(_PATTERNS).split()
    text = (lexicon.joiner or rng.choice(("", "", " "))).join(_word(rng, told, word) for word in words)
    caser = rng if told.cased < 0 else Random(told.cased)
    text = recase(caser, lexicon, text)
    return disguise(rng, text) if rng.random() < told.disguised else text


def _word(rng: Random, told: Subject, slot: str) -> str:
    if slot == "{kw}":
        return rng.choice(told.goods)
    if slot == "{city}":
        return rng.choice(told.cities)
    if slot == "{mod}":
        return rng.choice(told.lexicon.modifiers)
    if slot == "{price}":
        return f"{rng.randint(1, 999)} {told.lexicon.currency}"
    return rng.choice(told.brands) if slot == "{brand}" else year(rng)


def keywords(rng: Random, told: Subject, count: int) -> list[str]:
    """Keywords of one farm: all new, one of them over and over, or one for every city."""
    roll = rng.random()
    if roll < 0.55:
        return [keyword(rng, told) for _ in range(count)]
    if roll < 0.75:
        few = [keyword(rng, told) for _ in range(rng.choice((1, 1, 2, 3)))]
        return [rng.choice(few) for _ in range(count)]
    good, glue = rng.choice(told.goods), told.lexicon.joiner
    after = rng.random() < 0.5
    cities = rng.sample(told.lexicon.cities, len(told.lexicon.cities))
    places = [cities[k % len(cities)] for k in range(count)]
    return [f"{good}{glue}{city}" if after else f"{city}{glue}{good}" for city in places]


def spun_sentence(rng: Random, told: Subject) -> str:
    """A sentence that sells: a template, word salad of a robot, or an honest sentence with a keyword in it."""
    lexicon, roll = told.lexicon, rng.random()
    if roll < 0.4 and (sold := sales_sentence(rng, lexicon, told.family, keyword(rng, told))):
        return sold
    if roll < 0.55:
        return fill(rng, lexicon, rng.choice(lexicon.spun), kw=keyword(rng, told))
    if roll < 0.7:
        return _salad(rng, told)
    words = _split(lexicon, _stolen(rng, told))
    words.insert(rng.randrange(len(words) + 1), keyword(rng, told))
    return lexicon.joiner.join(words)


def _stolen(rng: Random, told: Subject) -> str:
    """An honest sentence, as robots copy them from elsewhere to carry their keywords."""
    lexicon = told.lexicon
    kinds = (
        lexicon.plain,
        lexicon.frames,
        lexicon.comments,
        lexicon.topics.get(told.family) or lexicon.frames,
    )
    topic = rng.choice((*lexicon.themes, *told.goods))
    return fill(rng, lexicon, rng.choice(rng.choice(kinds)), topic=topic)


def _salad(rng: Random, told: Subject) -> str:
    """Words of honest sentences in no order, with keywords between them: a text against filters."""
    lexicon = told.lexicon
    words = [word for _ in range(2) for word in _split(lexicon, _stolen(rng, told))]
    words += rng.sample(lexicon.nouns, 3)
    rng.shuffle(words)
    words = words[: rng.randint(6, 22)]
    words.insert(rng.randrange(len(words) + 1), keyword(rng, told))
    return lexicon.joiner.join(words)


def _split(lexicon: Lexicon, sentence: str) -> list[str]:
    if lexicon.joiner:
        return sentence.split()
    return [sentence[k : k + 4] for k in range(0, len(sentence), 4)]


def spun_text(rng: Random, told: Subject, sentences: int) -> list[str]:
    """Sentences of a spun paragraph; some robots say every one of them twice in other words."""
    return [spun_sentence(rng, told) for _ in range(sentences)]


def contact(rng: Random, told: Subject) -> str:
    """How to reach the seller: a telephone number, a messenger, a hint."""
    call = rng.choice(told.lexicon.call)
    number = telephone(rng) if rng.random() < 0.75 else handle(rng)
    return f"{call}{rng.choice((': ', ' ', ' 👉 ', '! '))}{number}"


def praise(rng: Random, told: Subject) -> str:
    """What a comment robot says before it comes to the point."""
    lexicon = told.lexicon if rng.random() < 0.8 else english()
    if rng.random() < 0.5 and (spun := robot_comment(rng, lexicon, keyword(rng, told))):
        return spun
    text = rng.choice(lexicon.praise)
    if rng.random() < 0.3:
        text += rng.choice((". ", "! ", "... ")) + rng.choice(lexicon.praise)
    if rng.random() < 0.15:
        text = f"{gibberish(rng)} {text}"
    return text + rng.choice((".", "!", "", "...", " :)"))


def visit(rng: Random, told: Subject) -> str:
    """The point it comes to."""
    return fill(rng, told.lexicon, rng.choice(told.lexicon.visit), kw=keyword(rng, told))
