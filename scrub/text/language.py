"""Which language a few words are in: by script, and in Latin and Cyrillic script by the commonest words.

For people who read a report, and for pages that do not declare their language: one sentence is often too
little to tell, and then nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter

# BCP 47 tags of scripts that one living language, or nearly one, is written in.
_SCRIPTS = (
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
)
_SHARE = 0.2  # of the letters in a script of its own that make the language; brand names are Latin everywhere
# Words that few texts do without, and letters of one alphabet alone.
_WORDS = {
    "en": "the and of to in is for with you that are this on your from our be by or at",
    "de": "der die und das ist nicht mit ein eine für auf von den zu im sich auch dem bei wie",
    "fr": "le la les et des est une pour dans que sur avec pas du vous au par qui sont nous",
    "es": "el los las del que para por una con como más sus pero este está son en y al su",
    "pt": "o os não uma para com mais dos das você são em ao como mas que do da seu foi",
    "it": "il gli che di per una con non sono della del le più anche alla nel è dei i come",
    "nl": "de het een van en niet voor zijn op met dat te is aan ook bij je wordt naar om",
    "tr": "ve bir için bu ile çok daha en olarak var sitesi gibi olan ya değil ne siz escort bayan giriş",
    "pl": "nie się jest na z do że w jak dla oraz to przez przy są od lub po bez i",
    "ru": "и в не на что с по для это как от из к мы вы или так же все за",
    "uk": "і та не на що з для це як від до або ви ми є у за цей й але",
    "bg": "и на не за от се да с по са в е че като или ще при този към",
    "id": "dan yang di untuk dengan dari ini tidak adalah situs pada bisa ke akan anda juga atau kami judi slot",
    "vi": "và của là cho không có được một các với người để trong này những đến từ bạn khi",
    "ro": "și de la în pentru cu nu este pe din mai sunt care că sau prin ce un o să",
    "cs": "a je se na že v pro s jsou jako nebo by ale z do po při od není",
    "hu": "és a az hogy nem egy is van meg ez csak el de ha mint vagy minden lesz",
    "sv": "och att det som en på är av för med till den inte har om ett vi kan från var",
    "da": "og at det er en på til af for med den ikke som der har et vi kan fra",
    "fi": "ja on ei se että oli mutta kun niin myös ovat tai sekä hän joka mukaan",
}
_OWNERS = {
    word: [tag for tag, words in _WORDS.items() if word in words.split()]
    for word in {word for words in _WORDS.values() for word in words.split()}
}
_LETTERS = {
    "tr": "ğış", "pl": "łąęśżź", "vi": "ơưđạảấầẩậắặẹẻẽếềểệỉịọỏốồổộớờởợụủứừửữựỳỵỷỹ", "ro": "țșă", "cs": "ěřů",
    "hu": "őű", "de": "ß", "uk": "їєґ", "ru": "ыэё", "pt": "ãõ", "es": "ñ¿¡",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LONGEST = 5_000  # characters that are looked at
_LEAST = 2.0  # evidence under which nothing is said: two common words that this language shares with none


def guess_language(text: str) -> str:
    """BCP 47 tag of the language of a text; "" where too little speaks for one."""
    text = text[:_LONGEST].lower()
    strange = Counter() if text.isascii() else Counter(_NOT_ASCII.findall(text))
    beyond = {one: count for one, count in strange.items() if _of_a_script(one)}
    if beyond:
        letters = sum(map(str.isalpha, text))
        for tag, script in _SCRIPTS:
            if sum(count for one, count in beyond.items() if script.match(one)) > _SHARE * letters:
                return tag
    evidence: dict[str, float] = dict.fromkeys(_WORDS, 0.0)
    for word, count in Counter(filter(_OWNERS.__contains__, _WORD.findall(text))).items():
        for tag in _OWNERS[word]:
            evidence[tag] += count / len(_OWNERS[word])
    for tag, own in _LETTERS.items() if strange else ():
        evidence[tag] += sum(strange.get(letter, 0) for letter in own)
    second, most = sorted(evidence.values())[-2:]
    best = max(evidence, key=evidence.__getitem__)
    return best if most >= _LEAST and most > 1.3 * second else ""


def _of_a_script(character: str) -> bool:
    """Whether a character may be of one of the scripts: punctuation and symbols stand in between."""
    return character >= "\u0370" and not "\u2000" <= character <= "\u2fff"
