"""Author, date and title of labelled news pages: scrub beside its peers.

    python benchmarks/metadata.py PAGES [--peers-python PYTHON] [--wrong]

PAGES is the folder of the extraction set `newspages`. Peers (trafilatura, newspaper4k) run in the Python that
is named, which has them installed; without it scrub stands alone. The labels are facts read off the pages:
tests/data/newspages_metadata.json.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "tests" / "data" / "newspages_metadata.json"
Answers = dict[str, tuple[str | None, list[str], str | None]]


def trafilatura(html: str, url: str) -> tuple[str | None, list[str], str | None]:
    """Title, authors, date."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(
        html, default_url=url, date_config={"original_date": True, "extensive_search": True}
    )
    authors = [name.strip() for name in (found.author or "").split(";")]
    return found.title, list(filter(None, authors)), found.date


def newspaper(html: str, url: str) -> tuple[str | None, list[str], str | None]:
    """Title, authors, date."""
    import newspaper as library

    article = library.article(url, input_html=html, fetch_images=False)
    day = article.publish_date
    return article.title, list(article.authors), day.isoformat() if day else None


PEERS = {"trafilatura": trafilatura, "newspaper4k": newspaper}


def answer_as_peer(name: str) -> None:
    """Run in the peers' Python: pages come as JSON lines, answers go back the same way."""
    for line in sys.stdin:
        page = json.loads(line)
        try:
            found = PEERS[name](page["html"], page["url"])
        except Exception:  # noqa: BLE001 - whatever a peer raises is no answer
            found = (None, [], None)
        print(json.dumps(found))


def peer_answers(name: str, python: str, pages: list[dict[str, Any]]) -> Answers:
    """The answers of a peer in a process of its own."""
    given = "".join(json.dumps(page) + "\n" for page in pages)
    done = subprocess.run(
        [python, __file__, "-", "--as-peer", name], input=given, capture_output=True, text=True, check=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {page["id"]: tuple(row) for page, row in zip(pages, rows, strict=True)}


def own_answers(pages: list[dict[str, Any]]) -> Answers:
    """scrub's."""
    import scrub

    articles = [scrub.clean(page["html"], page["url"]) for page in pages]
    return {
        page["id"]: (
            article.title,
            (article.author or "").split("; ") if article.author else [],
            article.date,
        )
        for page, article in zip(pages, articles, strict=True)
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("--peers-python")
    parser.add_argument("--wrong", action="store_true", help="show what scrub got wrong")
    parser.add_argument("--as-peer", choices=PEERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.as_peer:
        answer_as_peer(arguments.as_peer)
        return
    from scrub.evaluator.metadata_scores import (
        names_f1,
        read_labels,
        same_day,
        score_metadata,
        table,
        words_f1,
    )
    from scrub.trainer.labels import read_pages

    labels = read_labels(json.loads(LABELS.read_text("utf-8")))
    wanted = {label.id for label in labels}
    pages = [
        {"id": one.id, "url": one.page.url or "", "html": one.page.body.decode()}
        for one in read_pages(arguments.pages)
        if one.id in wanted
    ]
    answers = {"scrub": own_answers(pages)}
    if arguments.peers_python:
        answers |= {name: peer_answers(name, arguments.peers_python, pages) for name in PEERS}
    print(table({name: score_metadata(labels, found) for name, found in answers.items()}))
    for label in labels if arguments.wrong else ():
        title, authors, day = answers["scrub"].get(label.id, (None, [], None))
        for right, gold, found in (
            (not label.title or words_f1(label.title, title) > 0.999, label.title, title),
            (not label.author or names_f1(label.author, authors) > 0.999, label.author, authors),
            (not label.date or same_day(label.date, day), label.date, day),
        ):
            if not right:
                print(f"{label.id[:12]}  {gold}  ->  {found}")


if __name__ == "__main__":
    main()
