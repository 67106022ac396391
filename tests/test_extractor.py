"""The shipped extractor tells main content from boilerplate; what it does not know never breaks it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scrub.extractor import content_model, extract
from scrub.extractor.choice import Taste, best_set
from scrub.model_files import load
from scrub.parser import parse_markup, parse_text
from scrub.signals.columns import Columns
from scrub.signals.content import CONTENT, content_columns, schema
from scrub.signals.content.context import CONTEXT, context_columns
from scrub.signals.content.names import tokens
from scrub.signals.content.pages import PAGE, PAGE_TYPES, page_columns
from scrub.trainer.content_choice import Judged, fit_taste
from scrub.values import Document

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

# One sentence an article is made of, by language.
SENTENCES = {
    "English": "The council decided on Monday that the old bridge will be closed, and a new one is planned for spring.",
    "German": "Der Rat hat am Montag beschlossen, dass die alte Brücke geschlossen wird, eine neue ist geplant.",
    "Russian": "Совет решил в понедельник, что старый мост будет закрыт, а новый планируют открыть весной.",
    "Arabic": "قرر المجلس يوم الاثنين إغلاق الجسر القديم، ومن المقرر افتتاح جسر جديد في الربيع القادم.",
    "Hebrew": "המועצה החליטה ביום שני כי הגשר הישן ייסגר, וגשר חדש מתוכנן לאביב הקרוב לטובת התושבים.",
    "Chinese": "市议会星期一决定关闭旧桥，并计划在明年春天修建一座新桥，居民们对此表示欢迎。",
    "Japanese": "市議会は月曜日に古い橋を閉鎖することを決め、来年の春に新しい橋を建設する予定です。",
    "Thai": "สภาเมืองตัดสินใจเมื่อวันจันทร์ว่าจะปิดสะพานเก่า และวางแผนสร้างสะพานใหม่ในฤดูใบไม้ผลิหน้า",
}


def _page(sentence: str) -> str:
    body = "".join(f"<p>{sentence} {sentence} {k}.</p>" for k in range(8))
    menu = "".join(f'<li><a href="/{k}">{sentence[:8]} {k}</a></li>' for k in range(12))
    return f"""<html><head><title>{sentence[:30]}</title></head><body>
    <nav class="menu"><ul>{menu}</ul></nav><article class="entry-content"><h1>{sentence[:30]}</h1>{body}</article>
    <div class="related"><h3>{sentence[:6]}</h3><ul>{menu}</ul></div><footer>© 2024 <a href="/x">{sentence[:9]}</a></footer>
    </body></html>"""


def _kept(document: Document) -> list[str]:
    main = extract(Columns([document]), content_model()).main
    return [document.text[a:b] for a, b, k in zip(document.start, document.end, main) if k]


@pytest.mark.parametrize("language", SENTENCES)
def test_an_article_is_isolated_in_every_script(language: str) -> None:
    sentence = SENTENCES[language]
    kept = _kept(parse_markup(_page(sentence), None))
    # Whether the heading belongs to the text is a matter of taste; menus, teasers and footers never do.
    paragraphs = [text for text in kept if text != sentence[:30].strip()]
    assert [text for text in paragraphs if sentence in text] == paragraphs
    assert len(paragraphs) == 8


def test_lines_of_one_element_are_judged_one_by_one() -> None:
    sentence = SENTENCES["English"]
    lines = "<br>".join(f"{sentence} {k}." for k in range(9))
    kept = _kept(
        parse_markup(f"<ul><li><a href=/>Home</a><li><a href=/b>News</a></ul><div>{lines}</div>", None)
    )
    assert len(kept) == 9


def test_a_batch_says_what_its_pages_say_alone() -> None:
    documents = [parse_markup(_page(sentence), None) for sentence in SENTENCES.values()]
    documents.insert(3, parse_markup("", None))
    together = extract(Columns(documents), content_model())
    alone = [extract(Columns([document]), content_model()) for document in documents]
    assert np.allclose(together.score, np.concatenate([one.score for one in alone]), atol=1e-4)
    assert together.page_type == tuple(one.page_type[0] for one in alone)


REWRITTEN = {
    "one div": ("<body>", "<body><div>", "</body>", "</div></body>"),
    "a named div": ("<body>", '<body><div id="page" class="site wrap">', "</body>", "</div></body>"),
    "two divs": ("<body>", "<body><div><div>", "</body>", "</div></div></body>"),
    "white space": ("<p>", "\n  <p>\n", "</p>", "\n</p>\n"),
}


@pytest.mark.parametrize("way", REWRITTEN)
@pytest.mark.parametrize("language", ["English", "Chinese"])
def test_a_page_written_otherwise_has_the_same_columns(language: str, way: str) -> None:
    """Whatever the model thinks of them, it thinks the same: no threshold can fall between the two."""
    page, (a, b, c, d) = _page(SENTENCES[language]), REWRITTEN[way]
    other = page.replace(a, b).replace(c, d)
    assert other != page
    model = content_model()
    one, two = (
        content_columns(Columns([parse_markup(html, None)]), model.names, model.phrases)
        for html in (page, other)
    )
    assert np.array_equal(one.block, two.block)
    assert np.array_equal(one.page, two.page)
    assert np.array_equal(one.page_names, two.page_names)
    assert _kept(parse_markup(page, None)) == _kept(parse_markup(other, None))


def test_a_named_box_around_a_part_of_the_page_is_seen() -> None:
    """Only what surrounds everything says nothing."""
    page, model = _page(SENTENCES["English"]), content_model()
    boxed = page.replace("<article", '<div class="comments"><article').replace(
        "</article>", "</article></div>"
    )
    one, two = (
        content_columns(Columns([parse_markup(html, None)]), model.names, model.phrases).block
        for html in (page, boxed)
    )
    assert not np.array_equal(one, two)


def test_plain_text_is_main_content_throughout() -> None:
    document = parse_text("Menu\nHome\n\nA line of an article, which is short.\n")
    assert extract(Columns([document]), content_model()).main.all()


def test_pages_without_text_have_no_main_content() -> None:
    content = extract(
        Columns([parse_markup("", None), parse_markup("<body><img src=x>", None)]), content_model()
    )
    assert content.main.shape == (0,)
    assert len(content.page_type) == len(content.page_type_score) == 2


def test_probabilities_are_probabilities() -> None:
    content = extract(Columns([parse_markup(_page(s), None) for s in SENTENCES.values()]), content_model())
    assert ((content.score >= 0) & (content.score <= 1)).all()
    assert ((content.page_type_score > 1 / len(PAGE_TYPES) - 0.01) & (content.page_type_score <= 1)).all()


def test_an_ordinary_article_page_is_called_one() -> None:
    url = "https://news.example/2024/03/council-closes-the-old-bridge.html"
    content = extract(Columns([parse_markup(_page(SENTENCES["English"]), url)]), content_model())
    assert content.page_type == ("article",)


def test_columns_are_those_of_the_table() -> None:
    model = content_model()
    columns = Columns([parse_markup(_page(s), None) for s in SENTENCES.values()])
    seen = content_columns(columns, model.names, model.phrases)
    opinion = np.full(len(columns), 0.5, dtype=np.float32)
    assert seen.block.shape == (len(columns), len(CONTENT))
    assert np.isfinite(seen.block).all()
    context = context_columns(columns, seen.chains, seen.kinds, opinion, seen.address)
    assert context.shape == (len(columns), len(CONTEXT) + len(PAGE_TYPES))
    assert page_columns(columns, seen, opinion).shape == (len(SENTENCES), len(PAGE))


def _best(score: list[float], page: list[int] | None = None) -> list[bool]:
    words = np.full(len(score), 3, dtype=np.float32)
    number = np.array(page if page is not None else [0] * len(score))
    return list(best_set(number, words, np.array(score, dtype=np.float32)))


def test_the_best_set_keeps_more_where_nothing_is_sure() -> None:
    assert _best([0.99, 0.95, 0.4, 0.01]) == [True, True, False, False]
    assert _best([0.4, 0.35, 0.3, 0.01]) == [True, True, True, False]


def test_the_best_set_of_a_page_is_its_own_affair() -> None:
    together = _best([0.99, 0.95, 0.4, 0.01, 0.4, 0.35, 0.3, 0.01], [0] * 4 + [1] * 4)
    assert together == _best([0.99, 0.95, 0.4, 0.01]) + _best([0.4, 0.35, 0.3, 0.01])


def test_the_taste_of_a_page_type_moves_probabilities_and_keeps_their_order() -> None:
    score = np.array([0.001, 0.2, 0.5, 0.9, 1.0], dtype=np.float32)
    shift = np.zeros(len(PAGE_TYPES), dtype=np.float32)
    shift[PAGE_TYPES.index("product")] = 0.6
    product, article = (
        np.tile(np.array(PAGE_TYPES) == kind, (5, 1)).astype(np.float32) for kind in ("product", "article")
    )
    plain = Taste(1.0, shift).read(score, article)
    assert np.allclose(plain, score, atol=1e-5)
    read = Taste(0.8, shift).read(score, product)
    assert (read > Taste(0.8, shift).read(score, article))[:-1].all()
    assert (np.diff(read) > 0).all()
    assert ((read >= 0) & (read <= 1)).all()


def test_taste_is_learned_from_what_the_pages_wanted() -> None:
    product = PAGE_TYPES.index("product")
    kind = np.repeat([0, product], 40)  # forty pages of two blocks each
    types = np.repeat(np.eye(len(PAGE_TYPES), dtype=np.float32)[kind], 2, axis=0)
    score = np.tile(np.array([0.9, 0.3], dtype=np.float32), 80)
    # Of articles the doubtful block is never wanted, of products always.
    share = np.where(np.repeat(kind == product, 2), 1, np.tile([1, 0], 80)).astype(np.float32)
    words = np.full(160, 20, dtype=np.float32)
    page = np.repeat(np.arange(80), 2)
    taste = fit_taste(Judged(page, words, words, share, np.ones(80, dtype=np.float32), score, types))
    assert taste.shift[product] > 0 >= taste.shift[0]
    assert (taste.read(score, types)[80:] > Taste(taste.scale, taste.shift * 0).read(score, types)[80:]).all()


def test_blocks_of_one_template_know_each_other() -> None:
    card = '<div class="card"><p class="teaser">One teaser of a card, number {}.</p></div>'
    cards = "".join(card.format(k) for k in range(6))
    columns = Columns([parse_markup(f'<p class="text">An honest paragraph.</p>{cards}', None)])
    seen = content_columns(columns, content_model().names, content_model().phrases)
    blocks = seen.block[:, CONTENT.index("alike template blocks")]
    nth = seen.block[:, CONTENT.index("alike template nth")]
    assert np.allclose(blocks, np.log1p([1, 6, 6, 6, 6, 6, 6]))
    assert np.allclose(nth, np.log1p([0, 0, 1, 2, 3, 4, 5]))


def test_blocks_know_the_heading_above_them() -> None:
    page = "<p>First words of all.</p><h2>Read next</h2><p>One teaser.</p><p>Another teaser.</p>"
    columns = Columns([parse_markup(page, None), parse_markup("<p>Another page, no heading.</p>", None)])
    seen = content_columns(columns, content_model().names, content_model().phrases)
    distance = seen.block[:, CONTENT.index("under distance")]
    words = seen.block[:, CONTENT.index("under words")]
    assert distance.tolist()[1] == 0
    assert distance[2] < distance[3] < distance[0] == distance[4]
    assert np.allclose(words, np.log1p([0, 2, 2, 2, 0]))


def test_names_are_split_at_signs_and_capitals() -> None:
    dashed, camel, other = (
        set(tokens([name]).slot.tolist()) for name in ("entry-content", "entryContent", "Entry_text")
    )
    assert dashed == camel
    assert len(dashed & other) == 1
    assert not len(tokens(["a-1 x"]).slot)


def test_an_address_has_slots_of_its_own() -> None:
    found = tokens(["forum", "forum"], addresses=1)
    assert found.label.tolist() == [0, 1]
    assert found.slot[0] != found.slot[1]


def test_the_extractor_learns_from_the_samples_alone(tmp_path: Path) -> None:
    from scrub.trainer.content import train_content

    out = tmp_path / "content.joblib"
    card = train_content([SAMPLES], out)
    again = train_content([SAMPLES], tmp_path / "again.joblib")
    assert card["schema"] == schema()
    assert card["pages"] >= 10
    arrays, _ = load(out, schema=schema(), trust=True)
    twin, _ = load(tmp_path / "again.joblib", schema=schema(), trust=True)
    assert np.array_equal(arrays["names"], twin["names"])
    assert np.array_equal(arrays["second"]["layers"][0][0], twin["second"]["layers"][0][0])
    assert again["training_data"] == card["training_data"]


def test_hosts_are_held_out_and_every_set_is_measured() -> None:
    from scrub.evaluator.extraction import evaluate_extraction, extraction_table

    figures = evaluate_extraction([SAMPLES], folds=2)
    assert figures["samples"].pages >= 10
    assert 0.5 < figures["samples"].f1 <= 1
    assert "samples" in extraction_table(figures)
