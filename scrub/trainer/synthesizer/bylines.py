"""Who wrote a comment and when, as blogs print it: the same forms for readers and for robots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lines import day, user_name
from .phrases import keyword
from .words import full_name, gibberish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from .lexicon import Lexicon
    from .phrases import Subject

# What blogs put around a name in each language; those without an entry have names and times alone.
_WORDED = {
    "en": ("Posted by {n}", "Posted by: {n}", "{n} says:", "{n} said...", "Comment by {n}", "{n} wrote:"),
    "de": ("Geschrieben von {n}", "Kommentar von {n}", "{n} sagt:", "{n} schrieb:"),
    "fr": ("Posté par {n}", "Rédigé par : {n}", "{n} dit :", "{n} a écrit :"),
    "es": ("Publicado por {n}", "Escrito por {n}", "{n} dijo...", "{n} dice:"),
    "pt": ("Publicado por {n}", "Enviado por {n}", "{n} disse...", "{n} diz:"),
    "it": ("Scritto da {n}", "Postato da {n}", "{n} ha detto...", "{n} scrive:"),
    "nl": ("Geplaatst door {n}", "{n} zegt:", "{n} schreef:"),
    "sv": ("Skrivet av {n}", "{n} säger:", "{n} skrev:"),
    "da": ("Skrevet af {n}", "{n} siger:", "{n} skrev:"),
    "no": ("Skrevet av {n}", "{n} sier:", "{n} skrev:"),
    "fi": ("Kirjoittaja: {n}", "{n} sanoo:", "{n} kirjoitti:"),
    "pl": ("Dodane przez {n}", "{n} mówi:", "{n} pisze:"),
    "cs": ("Napsal {n}", "{n} říká:", "{n} napsal:"),
    "ro": ("Scris de {n}", "{n} spune:"),
    "hu": ("Írta: {n}", "{n} szerint:"),
    "hr": ("Objavio {n}", "{n} kaže:"),
    "lt": ("Parašė {n}", "{n} rašo:"),
    "tr": ("Yazan: {n}", "{n} dedi ki:", "{n} diyor ki:"),
    "id": ("Diposting oleh {n}", "{n} mengatakan...", "{n} berkata:"),
    "vi": ("Đăng bởi {n}", "{n} nói:", "{n} viết:"),
    "ru": ("Автор: {n}", "{n} пишет:", "{n} сказал(а):"),
    "uk": ("Автор: {n}", "{n} пише:", "{n} каже:"),
    "bg": ("Публикувано от {n}", "{n} каза:"),
    "sr": ("Аутор: {n}", "{n} каже:"),
    "el": ("Από {n}", "{n} είπε:", "Ο χρήστης {n} έγραψε:"),
    "ar": ("كتب {n}", "بواسطة {n}", "{n} يقول:"),
    "fa": ("نوشته {n}", "{n} گفت:"),
    "ur": ("{n} نے لکھا:", "از {n}"),
    "he": ("נכתב על ידי {n}", "{n} אמר:"),
    "hi": ("{n} ने लिखा:", "{n} कहते हैं:"),
    "bn": ("{n} বলেছেন:", "লিখেছেন {n}"),
    "th": ("โดย {n}", "{n} กล่าวว่า:"),
    "ja": ("投稿者 {n}", "投稿者: {n}", "{n} より:"),
    "zh": ("{n} 说：", "作者：{n}", "{n} 发表于"),
    "zh-hant": ("{n} 說：", "作者：{n}", "{n} 發表於"),
    "ko": ("{n}님의 말:", "작성자: {n}"),
}  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_BELOW = 0.4  # share of the blogs that put the name under the comment


def moment(rng: Random) -> str:
    """When a comment was posted: a day, an hour, or both."""
    number, month, told = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2004, 2026)
    clock = f"{rng.randint(1, 12)}:{rng.randint(0, 59):02} {rng.choice(('AM', 'PM', 'am', 'pm'))}"
    return rng.choice(
        (
            day(rng),
            day(rng),
            clock,
            f"{_MONTHS[month - 1]} {number}, {told} {clock}",
            f"{month:02}/{number:02}/{told} {rng.choice(('', 'at '))}{clock}",
            f"{number} {_MONTHS[month - 1][:3]} {told}, {rng.randint(0, 23)}:{rng.randint(10, 59)}",
        )
    )


def byline(rng: Random, lexicon: Lexicon, name: str) -> str:
    """The line that names who wrote a comment, as often with the time as without."""
    forms = _WORDED.get(lexicon.code, ())
    told = rng.choice(forms).format(n=name) if forms and rng.random() < 0.55 else name
    if rng.random() < 0.5:
        return told
    when = moment(rng)
    glue = " " if told[-1] in ":：." else rng.choice((" ", "  ", " | ", " at ", " on ", " : ", ", ", " - "))
    return f"{when} {told}" if rng.random() < 0.1 else f"{told}{glue}{when}"


def with_byline(rng: Random, lexicon: Lexicon, name: str, said: Sequence[str]) -> list[str]:
    """The lines of a comment below or above the line that names its author; without one where there is no name."""
    if not name:
        return list(said)
    line = byline(rng, lexicon, name)
    return [*said, line] if rng.random() < _BELOW else [line, *said]


def reader_name(rng: Random, lexicon: Lexicon) -> str:
    """What a reader signs with: a name in full or in part, a user name, now and then a word they like."""
    roll = rng.random()
    if roll < 0.3:
        return full_name(rng, lexicon)
    if roll < 0.55:
        name = rng.choice(lexicon.names)
        return name.lower() if rng.random() < 0.3 else name
    if roll < 0.9:
        return user_name(rng)
    return rng.choice((*lexicon.dishes, *lexicon.nouns))


def robot_name(rng: Random, told: Subject, kw: str) -> str:
    """What a robot signs with: mostly what it sells, in words, glued together or as a firm; else a person or a token."""
    lexicon, roll = told.lexicon, rng.random()
    if roll < 0.4:
        return kw
    if roll < 0.5:
        return "".join(keyword(rng, told).lower().split())
    if roll < 0.6:
        wares = rng.choice((*told.goods, *lexicon.nouns))
        return f"{rng.choice(told.cities)}{lexicon.joiner}{wares.title() if lexicon.cased else wares}"
    return rng.choice((full_name(rng, lexicon), rng.choice(lexicon.names), user_name(rng), gibberish(rng)))
