"""Gold main text is laid over the blocks of a page, in order, whatever the two texts' line breaks are."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np

from scrub.parser import parse_markup
from scrub.trainer.content_labels import align, label_blocks
from scrub.trainer.labels import LabelledPage, read_pages
from scrub.values import Document, Page

PAGE = """<body><a href=/1>The storm breaks the old bridge</a><h1>The storm breaks the old bridge</h1>
<p>The storm broke the old bridge on Monday night.</p><p>Read more</p>
<p>Nobody was hurt, the mayor said, and a new bridge is planned.</p>
<ul><li><a href=/1>The storm broke the old bridge on Monday night.</a></ul></body>"""


def _labels(
    markup: str, text: str | None, must: tuple[str, ...] = (), must_not: tuple[str, ...] = ()
) -> list[float]:
    document = parse_markup(markup, None)
    labels = label_blocks(document, _page(text, must, must_not))
    return [round(float(s), 2) if k else -1.0 for s, k in zip(labels.share, labels.known)]


def _page(text: str | None, must: tuple[str, ...], must_not: tuple[str, ...]) -> LabelledPage:
    return LabelledPage("1", "a.test", "set", Page(), text, must, must_not)


def _texts(document: Document) -> list[str]:
    return [document.text[a:b] for a, b in zip(document.start, document.end)]


def test_repeated_texts_are_matched_where_the_rest_stands() -> None:
    gold = "The storm broke the old bridge on Monday night. Nobody was hurt, the mayor said, and a new bridge is planned."
    assert _labels(PAGE, gold) == [0, 0, 1, 0, 1, 0]


def test_a_title_in_the_gold_is_the_one_above_the_text() -> None:
    gold = """The storm breaks the old bridge
    The storm broke the old bridge on Monday night.
    Nobody was hurt, the mayor said, and a new bridge is planned."""
    assert _labels(PAGE, gold)[:3] == [0, 1, 1]


def test_words_that_the_gold_leaves_out_lower_the_share() -> None:
    share = _labels("<p>one two three four five six seven eight</p>", "one two three four five six")
    assert share == [0.75]


def test_parts_in_another_order_are_found() -> None:
    first, second = "alpha beta gamma delta epsilon zeta", "one two three four five six seven eight"
    assert _labels(f"<p>{first}</p><p>{second}</p>", f"{second} {first}") == [1, 1]


def test_scripts_without_word_spaces_count_characters() -> None:
    assert _labels("<p>今天天气很好我们去公园</p><p>相关新闻</p>", "今天天气很好\n我们去公园") == [1, 0]


def test_segments_label_only_the_blocks_that_hold_them() -> None:
    share = _labels(PAGE, None, must=("broke the old bridge on",), must_not=("Read more",))
    assert share == [-1, -1, 1, 0, -1, -1]


def test_a_segment_across_blocks_labels_all_of_them() -> None:
    assert _labels("<p>one two</p><p>three four</p><p>five</p>", None, must=("two three",)) == [1, 1, -1]


def test_texts_without_a_common_word_match_nothing() -> None:
    assert not align(["a", "b", "c"], ["x", "y", "z"]).any()
    assert align([], ["x"]).shape == (0,)
    assert not align(["x"], []).any()


def test_equal_texts_match_whole() -> None:
    words = [f"word{k % 7}" for k in range(200)]
    assert np.all(align(words, words))


def test_pages_of_a_set_are_decoded_as_scrub_decodes_them(tmp_path: Path) -> None:
    text = "市议会星期一决定关闭旧桥，并计划在明年春天修建一座新桥，居民们对此表示欢迎。" * 3
    markup = f'<html><head><meta charset="gb2312"></head><body><p>{text}</p></body></html>'
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(markup.encode("gb18030")))
    row = {"id": "1", "file": "page.html.gz", "encoding": "ptcp154", "text": text}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (page,) = read_pages(tmp_path)
    assert text in page.page.body.decode()
