"""Honest prose: articles on the topics spam sells, comments of readers, captions, bylines, quotations of spam."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from .links import HONEST_HOSTS, honest_address, honest_anchor, own_address
from .piece import Draft
from .robots import reader_comment
from .words import brand, fill, full_name, organisation, slug, year

if TYPE_CHECKING:
    from random import Random

    from .lexicon import Lexicon


def theme(rng: Random, lexicon: Lexicon, family: str) -> str:
    """A neutral word of the family's topic; of any topic for "other"."""
    if family == "other":
        return rng.choice(lexicon.themes if rng.random() < 0.6 else lexicon.nouns)
    return rng.choice(lexicon.neutral[family])


def sentences(rng: Random, lexicon: Lexicon, family: str, count: int) -> list[str]:
    """Up to `count` honest sentences, on the topic or beside it, no two of one template."""
    own, frames, plain = lexicon.topics.get(family, ()), lexicon.frames, lexicon.plain
    weight = dict.fromkeys(own, 3.0) | dict.fromkeys(frames, 1.5) | dict.fromkeys(plain, 1.0)
    templates = sorted(weight, key=lambda template: rng.random() ** (1 / weight[template]), reverse=True)
    return [fill(rng, lexicon, t, topic=theme(rng, lexicon, family)) for t in templates[:count]]


def sentence(rng: Random, lexicon: Lexicon, family: str) -> str:
    """One honest sentence, on the topic or beside it."""
    return sentences(rng, lexicon, family, 1)[0]


def _with_link(rng: Random, lexicon: Lexicon, text: str) -> str:
    """The sentence with a source: some of its words lead to an honest page. Returns markup."""
    words = text.split(" ")
    if len(words) < 6:
        return html.escape(text, quote=False)
    first = rng.randrange(1, len(words) - 3)
    last = first + rng.randint(1, 3)
    label = " ".join(words[first:last])
    url = own_address(rng, label) if rng.random() < 0.35 else honest_address(rng, lexicon, label)
    before, after = (html.escape(" ".join(part), quote=False) for part in (words[:first], words[last:]))
    return f"{before} {honest_anchor(rng, url, label)} {after}"


def topic_article(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """One to four paragraphs on the topic, with sources."""
    paragraphs = []
    for _ in range(rng.choice((1, 1, 2, 4))):
        told = sentences(rng, lexicon, family, rng.randint(1, 6))
        parts = [
            _with_link(rng, lexicon, s) if rng.random() < 0.2 else html.escape(s, quote=False) for s in told
        ]
        paragraphs.append(f"<p>{lexicon.joiner.join(parts)}</p>")
    if rng.random() < 0.3:
        tag = rng.choice(("h1", "h2", "h2", "h3", "h4"))
        paragraphs.insert(0, f"<{tag}>{html.escape(theme(rng, lexicon, family), quote=False)}</{tag}>")
    if rng.random() < 0.15:
        paragraphs = [paragraph.replace("</p>", f" [{rng.randint(1, 40)}]</p>") for paragraph in paragraphs]
    article = "\n".join(paragraphs)
    if rng.random() < 0.2:
        article = f"<section>{article}</section>"
    return Draft(article, "topic_article", ("mid_article", "end_of_article", "comments"))


def shop_text(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A shop praises its own goods on its own page: the words of spam, none of its repetition or foreign links."""
    good, trade = rng.choice(lexicon.nouns), brand(rng).title()
    praised = fill(rng, lexicon, rng.choice(lexicon.spun), kw=good, city=rng.choice(lexicon.cities))
    about = fill(rng, lexicon, rng.choice(lexicon.plain))
    url = own_address(rng, good)
    parts = [
        html.escape(praised, quote=False),
        html.escape(about, quote=False),
        honest_anchor(rng, url, f"{trade} {good}"),
    ]
    return Draft(
        f"<p>{(lexicon.joiner or ' ').join(parts)}</p>", "shop_text", ("mid_article", "footer", "widget")
    )


def _reader(rng: Random, lexicon: Lexicon) -> str:
    """A reader's name, linked to the own blog now and then. Returns markup."""
    name = full_name(rng, lexicon) if rng.random() < 0.6 else rng.choice(lexicon.names)
    if rng.random() < 0.35:
        return honest_anchor(rng, honest_address(rng, lexicon, name), name)
    return html.escape(name)


def comment(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A reader's comment; one in four names a page, often the own blog."""
    said = [fill(rng, lexicon, rng.choice(lexicon.comments)) for _ in range(rng.choice((1, 1, 2)))]
    if rng.random() < 0.4 and (casual := reader_comment(rng, lexicon)):
        said = [casual]
    if rng.random() < 0.3:
        said.insert(0, rng.choice(lexicon.praise) + rng.choice((".", "!", "")))
    if family != "other" and rng.random() < 0.6:
        said.append(sentence(rng, lexicon, family))
    if rng.random() < 0.15:
        said.append(rng.choice((":-)", "😊", "👍", "❤️", "😂", "...", "!!!", ";)")))
    body = html.escape(lexicon.joiner.join(dict.fromkeys(said)), quote=False)
    if rng.random() < 0.25:
        url = honest_address(rng, lexicon, theme(rng, lexicon, family))
        body += " " + (url if rng.random() < 0.5 else honest_anchor(rng, url, url))
    day = f"{year(rng)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    markup = rng.choice(('<li class="comment"><cite>{a}</cite> {d}<p>{b}</p></li>', "<p>{b}</p>", "<div>{a}</div><p>{b}</p>",
                         '<div class="comment-body"><div class="comment-author">{a}</div><p>{b}</p><p>{d}</p></div>',
                         "<p><b>{a}</b> – {d}</p><p>{b}</p>"))  # fmt: skip
    return Draft(markup.format(a=_reader(rng, lexicon), b=body, d=day), "comment", ("comments",))


def byline(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Author, date, place, rubric."""
    name, topic = full_name(rng, lexicon), theme(rng, lexicon, family)
    author = honest_anchor(rng, own_address(rng, name), name)
    day = f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(1995, 2026)}"
    parts = [author, day, html.escape(topic), html.escape(rng.choice(lexicon.cities))]
    return Draft(
        f'<p class="byline">{rng.choice((" | ", " · ", ", ", " – ")).join(parts)}</p>',
        "byline",
        ("mid_article",),
    )


def biography(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """Who wrote this, with the author's own pages."""
    name = full_name(rng, lexicon)
    told = html.escape(sentence(rng, lexicon, family), quote=False)
    labels = rng.sample(
        ("Twitter", "LinkedIn", "Mastodon", "Facebook", "GitHub", "ORCID", "Blog"), rng.randint(1, 3)
    )
    links = [honest_anchor(rng, f"https://{label.lower()}.com/{slug(rng, name)}", label) for label in labels]
    markup = f'<div class="author-bio"><strong>{html.escape(name)}</strong> {told} {" ".join(links)}</div>'
    return Draft(markup, "biography", ("end_of_article",))


def caption(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """What stands under a picture."""
    credit = f"{full_name(rng, lexicon)} / {organisation(rng, lexicon)}"
    told = html.escape(sentence(rng, lexicon, family), quote=False)
    return Draft(
        f"<figure><figcaption>{told} ({html.escape(credit)})</figcaption></figure>",
        "caption",
        ("mid_article",),
    )


def quotation(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """An honest text about spam, which has to quote some: list of phrases, code, log lines."""
    name = family if family != "other" else rng.choice(tuple(lexicon.commercial))
    quoted = rng.sample(lexicon.commercial[name], 2)
    marks = rng.choice(("“{}”", "„{}“", "«{}»", '"{}"', "<code>{}</code>", "「{}」", "<em>{}</em>"))
    shown = ", ".join(marks.format(html.escape(text, quote=False)) for text in quoted)
    about = lexicon.topics.get("seo") or lexicon.frames
    told = html.escape(
        fill(rng, lexicon, rng.choice(about), topic=rng.choice(lexicon.neutral["seo"])), quote=False
    )
    after = html.escape(sentence(rng, lexicon, "seo"), quote=False)
    return Draft(f"<p>{told} ({shown}). {after}</p>", "quotation", ("mid_article", "end_of_article"))


def references(rng: Random, lexicon: Lexicon, family: str) -> Draft:
    """A bibliography: authors, years, titles, publishers, addresses, on as many hosts as a farm has."""
    rows = []
    for k in range(1, rng.randint(3, 22)):
        title = theme(rng, lexicon, family)
        told = fill(rng, lexicon, rng.choice(lexicon.frames), topic=title).rstrip(".!?。")
        text = f"{full_name(rng, lexicon)}, {full_name(rng, lexicon)} ({year(rng)})"
        host = rng.choice(HONEST_HOSTS)
        url = (
            f"https://doi.org/10.{rng.randint(1000, 9999)}/{rng.randint(10, 99999)}"
            if k % 3
            else f"https://{host}/{k}"
        )
        source = honest_anchor(rng, url, rng.choice((url, told, title)))
        rows.append(f"<li>{html.escape(text)}: {html.escape(told, quote=False)}. {source}</li>")
    head = html.escape(lexicon.headings[0])
    return Draft(
        f'<h2>{head}</h2><ol class="references">{"".join(rows)}</ol>', "references", ("end_of_article",)
    )
