"""What kind of content some bytes are: HTML, plain text, or nothing that scrub can read."""

from __future__ import annotations

import re

from scrub.errors import InputError

CONTENT_TYPES = {"html": "text/html", "text": "text/plain"}

# First bytes that name a format. The list is of what people really hand over by mistake.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"\x1f\x8b", "gzip data inside gzip data"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"WARC/", "a WARC archive"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
_SAMPLE = 65_536  # bytes looked at
_CONTROLS = bytes({*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)})
_CONTROL_SHARE = 0.02  # honest text in any encoding has next to none; random bytes have a tenth

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_OPENING = re.compile(
    rb"<(?:!doctype\s+html|!--|\?xml|html|head|body|script|iframe|style|title|meta|link|base|table|div|h[1-6]"
    rb"|font|br|p|a|b|article|section|main|header|nav|span|ul|ol|center|img)[\s/>?-]",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rb"</(?:p|div|a|li|ul|td|tr|table|span|h[1-6]|body|html|b|strong|em|i)\s*>", re.IGNORECASE
)
_CLOSINGS = 3  # closing tags that make a text HTML even where it starts with words


def kind_of(body: bytes, encoding: str | None = None) -> str:
    """`html` or `text`, by looking at the first bytes.

    encoding is the caller's word for how the bytes are encoded: it excuses the NUL bytes of UTF-16.
    Raises InputError, saying what the bytes are, where they are neither.
    """
    sample = body[:_SAMPLE]
    _refuse_binary(sample, wide=_is_wide(sample, encoding))
    if _is_wide(sample, encoding):
        sample = sample.replace(b"\x00", b"")
    for bom in _BOMS:
        sample = sample.removeprefix(bom)
    if _OPENING.match(sample.lstrip()) or len(_CLOSING.findall(sample)) >= _CLOSINGS:
        return "html"
    return "text"


def refuse_binary(body: bytes, encoding: str | None = None) -> None:
    """Raises InputError where the bytes are no text of any kind, saying what they are."""
    sample = body[:_SAMPLE]
    _refuse_binary(sample, wide=_is_wide(sample, encoding))


def _is_wide(sample: bytes, encoding: str | None) -> bool:
    """Whether the bytes are UTF-16 or UTF-32, where NUL bytes are honest."""
    named = (encoding or "").lower().replace("_", "-").startswith(("utf-16", "utf16", "utf-32", "utf32"))
    return named or sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))


def _refuse_binary(sample: bytes, *, wide: bool) -> None:
    for magic, name in _MAGIC:
        if sample.startswith(magic):
            raise InputError(f"{name}, neither HTML nor text")
    if wide:
        return
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\x00" in sample or controls > _CONTROL_SHARE * len(sample):
        raise InputError("binary, neither HTML nor text")
