"""Bytes to text: which encoding a page is in, and its text.

The order is the caller's word, the byte order mark, the header, the page's own declaration, valid
UTF-8, a guess from the bytes, windows-1252. Labels mean what the WHATWG Encoding Standard says they
mean (`latin1` is windows-1252, `gb2312` is gb18030), because that is how pages are written.

Declarations lie. Bytes that are valid UTF-8 by more than chance are UTF-8 whatever the page claims,
and a page that claims UTF-8 and is mostly something else is guessed.
"""

from __future__ import annotations

import codecs
import re

from scrub.errors import OptionError
from scrub.native import compiled

# Python codec: the WHATWG labels that mean it (https://encoding.spec.whatwg.org/#names-and-labels).
# gbk is read as gb18030, big5 as big5hkscs, shift_jis as cp932 and euc-kr as cp949: supersets each.
# The standard replaces hz and iso-2022-kr/-cn for the safety of browsers; archives want the text.
_LABELS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    "cp866": "866 cp866 csibm866 ibm866",
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5"
    " iso_8859-5:1988",
    "iso8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e"
    " iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597"
    " iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    "iso8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598"
    " iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "cp874": "cp874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "windows-1250": "cp1250 windows-1250 x-cp1250",
    "windows-1251": "cp1251 windows-1251 x-cp1251",
    "windows-1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1"
    " iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined",
    "windows-1253": "cp1253 windows-1253 x-cp1253",
    "windows-1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989"
    " l5 latin5 windows-1254 x-cp1254",
    "windows-1255": "cp1255 windows-1255 x-cp1255",
    "windows-1256": "cp1256 windows-1256 x-cp1256",
    "windows-1257": "cp1257 windows-1257 x-cp1257",
    "windows-1258": "cp1258 windows-1258 x-cp1258",
    "gb18030": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030 cp936",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950",
    "euc-jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso2022-jp": "csiso2022jp iso-2022-jp",
    "cp932": "csshiftjis cp932 ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "cp949": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601"
    " ksc_5601 windows-949 cp949 uhc",
    "hz": "hz-gb-2312",
    "iso2022-kr": "csiso2022kr iso-2022-kr",
    "utf-16-be": "unicodefffe utf-16be",
    "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
}
_CODEC = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "euc-jp", "cp932", "cp949"})
_SEVEN_BIT = frozenset({"iso2022-jp", "iso2022-kr", "hz"})
_WIDE = frozenset({"utf-16-le", "utf-16-be"})

# Codecs of Python that turn text into text or cannot replace an error; nobody's page is in them.
_NOT_FOR_PAGES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})

# What the guess chooses from: the legacy encodings of the web, so that no page becomes EBCDIC. Where
# two fit alike the earlier wins. Latin scripts have lone letters beyond ASCII, other scripts runs.
_LATIN = ["cp1252", "cp1250", "cp1254", "cp1257", "cp1258"]
_OTHERS = [
    "cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "gb18030", "big5", "cp932", "euc_jp", "cp949",
    "cp874", "cp866",
]  # fmt: skip
_LATIN_RUN = 1.3  # mean length of a run of non-ASCII bytes; Western and Polish pages have 1.0 to 1.25

_DECLARATION_BYTES = 4096  # browsers read 1024; pages with long comments before the meta exist
_SAMPLE_BYTES = 16_384  # what the guess reads: enough text, and about 20 ms
_CHANCE_BYTES = 24  # so few non-ASCII bytes of Chinese or Japanese can be valid UTF-8 by chance
_BROKEN_SHARE = 0.1  # of the non-ASCII bytes: more errors than that and the declaration is a lie

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_META = re.compile(rb"<meta[\s/]([^>]*)", re.I)
_ATTRIBUTE = re.compile(rb"""(?<![a-z-])([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([^\s"';,>]+)""", re.I)
_XML = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]+)""", re.I)
_NON_ASCII = re.compile(rb"[\x80-\xff]+")
_MARKUP_EDGE = re.compile(rb"[<>\n]")


def decode(body: bytes, *, given: str | None = None, content_type: str | None = None) -> tuple[str, str]:
    """Text of a page, and the codec it was decoded with.

    given is the caller's word and is obeyed. content_type is the header's value; its charset is
    believed before the page's own. Bytes that make no sense become U+FFFD; a byte order mark is
    dropped. Raises OptionError where given names no encoding.
    """
    if given is not None:
        codec = _given_codec(given)
        return body.decode(codec, "replace").removeprefix("\ufeff"), codec
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), codec
    declared = _declared(body, content_type)
    if _utf8_holds(body, declared):
        try:
            return body.decode(), "utf-8"
        except UnicodeDecodeError:
            pass
    return _decode_legacy(body, declared)


def is_utf8(body: bytes, content_type: str | None = None) -> bool:
    """Whether `decode` would find UTF-8 without a byte order mark and without a single error.

    Such bytes go to the parser as they are. Costs one pass over the bytes.
    """
    if _plain_ascii(body):
        return True
    if not _is_valid_utf8(body) or body.startswith(codecs.BOM_UTF8):
        return False
    return _utf8_holds(body, _declared(body, content_type))


def _given_codec(name: str) -> str:
    """Codec for a name a person gave: WHATWG labels first, then whatever Python knows."""
    codec = _CODEC.get(name.strip().lower())
    if codec:
        return codec
    try:
        codec = codecs.lookup(name).name
        b"x".decode(codec)  # raises LookupError where the codec is not for text
    except (LookupError, ValueError, UnicodeError):
        codec = "undefined"
    if codec.replace("_", "-") in _NOT_FOR_PAGES:
        raise OptionError(f"unknown encoding: {name!r}")
    return codec


def _declared(body: bytes, content_type: str | None) -> str | None:
    """Codec that the header or the page declares; unknown labels count as no declaration."""
    if content_type:
        match = _CHARSET.search(content_type.encode("ascii", "replace"))
        codec = match and _codec_of(match[1])
        if codec:
            return codec
    head = body[:_DECLARATION_BYTES]
    match = _XML.match(head)
    codec = (match and _codec_of(match[1])) or _meta_codec(head)
    return "utf-8" if codec in _WIDE else codec  # it was read as ASCII, so it is not UTF-16


def _meta_codec(head: bytes) -> str | None:
    if b"<!--" in head:
        head = _COMMENT.sub(b"", head)
    if b"charset" not in head.lower():
        return None
    for tag in _META.finditer(head):
        if b"charset" not in tag[1].lower():
            continue  # neither an attribute of this name nor a content that says one
        attributes = {m[1].lower(): m[2] or m[3] or m[4] or b"" for m in _ATTRIBUTE.finditer(tag[1])}
        label = attributes.get(b"charset")
        if label is None and attributes.get(b"http-equiv", b"").strip().lower() == b"content-type":
            match = _CHARSET.search(attributes.get(b"content", b""))
            label = match[1] if match else None
        codec = label and _codec_of(label)
        if codec:
            return codec
    return None


def _codec_of(label: bytes) -> str | None:
    return _CODEC.get(label.strip().lower().decode("ascii", "replace"))


def _utf8_holds(body: bytes, declared: str | None) -> bool:
    """Whether valid UTF-8 would prove UTF-8: not for 7-bit and two-byte text, nor by mere chance."""
    if declared is None:
        return not _wide_order(body)
    if declared in _SEVEN_BIT:
        return _plain_ascii(body) or not body.isascii()
    if declared in _WIDE:
        return b"\0" not in body[:_DECLARATION_BYTES]
    if declared in _MULTIBYTE and 0 < _non_ascii_count(body) <= _CHANCE_BYTES:
        return not _decodes(body, declared)
    return True


def _decode_legacy(body: bytes, declared: str | None) -> tuple[str, str]:
    """Text of bytes that are not valid UTF-8, or must not be read as such."""
    codec = declared or _wide_order(body) or "utf-8"
    text = body.decode(codec, "replace")
    broken = text.count("\ufffd")
    if not broken or codec in _WIDE or broken <= _BROKEN_SHARE * _non_ascii_count(body):
        return text, codec
    codec = _guess(body) or "windows-1252"
    return body.decode(codec, "replace"), codec


def _plain_ascii(body: bytes) -> bool:
    """Whether the bytes are ASCII and nothing else: neither shifted (ISO-2022, HZ) nor UTF-16."""
    if not body.isascii() or b"\x1b" in body or b"\0" in body:
        return False
    return b"~" not in body or b"~{" not in body  # a search for one byte is ten times as fast


def _is_valid_utf8(body: bytes) -> bool:
    return _decodes(body, "utf-8") if compiled is None else bool(compiled.is_valid_utf8(body))


def _decodes(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _non_ascii_count(body: bytes) -> int:
    return 0 if body.isascii() else sum(len(run) for run in _NON_ASCII.findall(body))


def _wide_order(body: bytes) -> str | None:
    """UTF-16 without a mark, known by its zeros: every other byte of Western text is one."""
    head = body[:_DECLARATION_BYTES]
    half = len(head) // 2
    if head.count(0) < 0.4 * half or half < 2:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd >= 0.4 * half and even <= 0.05 * half:
        return "utf-16-le"
    if even >= 0.4 * half and odd <= 0.05 * half:
        return "utf-16-be"
    return None


def _guess(body: bytes) -> str | None:
    """The most likely codec, from the runs of text that hold non-ASCII bytes.

    charset-normalizer refuses a codec at the first error, so a page with a broken character is
    tried in parts.
    """
    texts = [text for text in _MARKUP_EDGE.split(body[: 64 * _SAMPLE_BYTES]) if not text.isascii()]
    whole = b"\n".join(texts)
    if len(whole) > _SAMPLE_BYTES:
        whole = whole[: whole.rfind(b"\n", 0, _SAMPLE_BYTES)]  # between texts, not inside a character
    quarter = len(texts) // 4 + 1
    parts = (b"\n".join(texts[k : k + quarter])[:_SAMPLE_BYTES] for k in range(0, len(texts), quarter))
    for sample in (whole, *parts):
        codec = _guess_sample(sample)
        if codec:
            return codec
    return None


def _guess_sample(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # late: 20 ms that most pages never need

    runs = _NON_ASCII.findall(sample)
    latin = sum(map(len, runs)) <= _LATIN_RUN * len(runs)
    codecs_allowed = _LATIN if latin else _LATIN + _OTHERS
    fits = {
        name: (round(match.chaos, 2), -round(match.coherence, 2), codecs_allowed.index(name))
        for match in from_bytes(sample, cp_isolation=codecs_allowed, preemptive_behaviour=False)
        for name in match.could_be_from_charset
        if name in codecs_allowed
    }
    return _CODEC.get(min(fits, key=fits.__getitem__).replace("_", "-")) if fits else None
