"""Files of every kind that can be written back, with a page `the spam here` and hostile neighbours in each.

Every file is made by hand: a test knows every byte of it, and of what must be left.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import lzma
import quopri
import re
from collections.abc import Callable
from typing import NamedTuple

SPAM = b"spam"


class Kind(NamedTuple):
    """A file name, its bytes, what is left of them without the spam, and how many pages are in it."""

    name: str
    body: bytes
    left: bytes
    pages: int


def kind(name: str, body: bytes, pages: int, left: bytes | None = None) -> Kind:
    """A file of which the word goes and nothing else; left where more than that has to change."""
    return Kind(name, body, body.replace(SPAM, b"") if left is None else left, pages)


WXR = b"""<?xml version="1.0"?>\r\n<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Sp\x08am blog</title>
<item><title>One \x0b</title><link>http://a.example/one</link>
<content:encoded><![CDATA[<p>The \x08spam bridge \xff\xfe &amp; spam ]]]]><![CDATA[> </content:encoded> end]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>12</wp:post_id>
<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_content>\n <![CDATA[Nice post, spam here]]>\n</wp:comment_content></wp:comment>
<wp:comment><wp:comment_id>8</wp:comment_id><wp:comment_content>I &lt;b&gt;spam&lt;/b&gt; &amp;&#8212; more</wp:comment_content></wp:comment>
</item><item><content:encoded><![CDATA[about <item>s, spam and </item>s]]></content:encoded>
<wp:post_id>13</wp:post_id></item></channel></rss>\x00 """

WIKI = """\ufeff<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><base>https://w.example/M</base></siteinfo>
<page><title>Bridge &amp; spm</title><revision><id>31</id><text bytes="9" xml:space="preserve">The '''bridge''' &lt;ref&gt; &amp; spam 橋</text></revision>
<revision><id>32</id><text bytes="0" /></revision><revision><id>33</id><text>spam</text></revision></page></mediawiki>""".encode()

CSV = (
    b'\xef\xbb\xbf"id","text","note"\r\n1,"The ""bridge""\nis spam, really","a ""spa"" m"\r\n\r\n2,spam,"x"y\r\n'
    b'3,caf\xe9 spam,\r\n4,"no such row\r\n5,one\r\n6,"the last spam",z'
)
TSV = b"id\ttext\n1\tThe spam, \"bridge\" ; |\n2\t'spam'\n"

SQL = rb"""-- MySQL dump 10.13
CREATE TABLE `wp_posts` (
  `ID` bigint(20) unsigned NOT NULL,
  `post_content` longtext NOT NULL,
  PRIMARY KEY (`ID`)
) ENGINE=InnoDB;
INSERT INTO `wp_users` VALUES (1,'spa m');
INSERT INTO `wp_posts` VALUES (1,'<p>It\'s the \"spam\"\r\n, (bridge); ''on'' spam\\'),(2,''),(3,"double ""spam"" \' "),(4,'HIDDEN');
INSERT INTO `db`.wp_comments (comment_ID, comment_content) VALUES
(5, 'Nice spam post'),
(6, _utf8mb4 'Cheap spam')
, (7, 0x7370616D2068657265) ON DUPLICATE KEY UPDATE comment_ID = 1;
INSERT INTO `wp_options` VALUES (1,'blogname','A blog','yes'),(2,'widget_text','a:2:{i:2;a:2:{s:5:\"title\";s:0:\"\";s:4:\"text\";s:40:\"<a href=\'/\'>spam</a> \xc3\xa9\n & <b>hi</b>\";}s:7:\"<b>spa>\";i:1;}','yes');
INSERT INTO `wp_options` VALUES (3,'broken','a:1:{i:0;s:99:\"<b>spa m</b>\";}','yes'),(4,'_transient_feed','<b>sp am</b>','no');
INSERT INTO `wp_postmeta` VALUES (1,7,'subtitle','<i>A spam</i> subtitle'),(2,7,'_layout','[{\"html\":\"<b>spa m</b>\"}]'),(3,7,'_oembed_1','<p>spa m</p>'),(4,8,'box','a:1:{s:4:\"text\";s:22:\"<p>The \\\'spam\\\' bridge\";}');"""
SQL_LEFT = SQL.replace(b"7370616D", b"").replace(b"spam", b"").replace(rb"s:40:\"<a href", rb"s:36:\"<a href")
SQL_LEFT = SQL_LEFT.replace(rb"s:22:\"<p>The", rb"s:18:\"<p>The")

HEADER = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.example/spm\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="B--x"\r\n\r\n\r\n'
)
PICTURE = b"--B--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nc3BhbQ==\r\n"


def mhtml(*parts: tuple[str, bytes]) -> bytes:
    """Parts, each with how it travels."""
    heads = (
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: %s\r\n\r\n" % how.encode() for how, _ in parts
    )
    inner = b"".join(
        b"--B--x\r\n" + head + body + b"\r\n" for head, (_, body) in zip(heads, parts, strict=True)
    )
    return HEADER + inner + PICTURE + b"--B--x--\r\n"


QUOTED = quopri.encodestring(
    "<p>The spam Brücke = 1 and a line that is far too long for a mail, spam in it, and more</p>".encode()
)
QUOTED_LEFT = re.sub(rb"s(=\n)?p(=\n)?a(=\n)?m", b"", QUOTED)  # soft breaks inside of it go along
BASE64 = base64.encodebytes(b"<p>The bridge opened on Monday, and the spam was gone.</p>" * 3).replace(
    b"\n", b"\r\n"
)


def _base64_left() -> bytes:
    whole = base64.b64encode(base64.b64decode(BASE64).replace(SPAM, b""))
    return b"".join(whole[k : k + 76] + b"\r\n" for k in range(0, len(whole), 76))


JSONL = "\n".join(
    [
        '\ufeff{"id": 1, "text": "one spam"}',
        "",
        '{ "x" : {"text": "spm"}, "text":"\\u00e9 spam\\u0020spam \\n \U0001f0a1 \\ud800.", "y": [1,NaN] }\r',
        "broken spam",
        '{"text": "good", "text": "the last spam counts"}',
        '{"text": null}',
        "",
    ]
).encode()  # fmt: skip
JSONL_LEFT = JSONL.replace(b"broken spam", b"?").replace(SPAM, b"").replace(b"?", b"broken spam")

HTML = "<meta charset=windows-1251><p>Мост spam открыт</p>\r\n<p>\xad\xa0".encode(
    "windows-1251", "xmlcharrefreplace"
)
MARKDOWN = b"# Bridge\r\n\r\nThe spam <b>bridge</b>  \n<div style='display:none'>spam</div>\n\n\ttab "

KINDS = [
    kind("page.html", HTML, 1),
    kind("page.txt", b"\xef\xbb\xbfThe spam\r\n\r\nbridge\n\n", 1),
    kind("page.md", MARKDOWN, 1),
    kind("export.wxr", WXR, 4),
    kind("wiki.mediawiki", WIKI, 2),
    kind("table.csv", CSV, 4),
    kind("table.tsv", TSV, 2),
    kind("dump.sql", SQL, 9, SQL_LEFT),
    kind(
        "quoted.mhtml",
        mhtml(("quoted-printable", QUOTED), ("8bit", b"<p>a frame, spam\n")),
        2,
        mhtml(("quoted-printable", QUOTED_LEFT), ("8bit", b"<p>a frame, \n")),
    ),
    kind("packed.mht", mhtml(("base64", BASE64)), 1, mhtml(("base64", _base64_left()))),
    kind("table.jsonl", JSONL, 3, JSONL_LEFT),
]


def zstd(body: bytes) -> bytes:
    """As the `zstd` command packs: with a checksum."""
    import zstandard

    return zstandard.ZstdCompressor(level=3, write_checksum=True).compress(body)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda body: gzip.compress(body, 6, mtime=12345),
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}
