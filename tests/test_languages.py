"""Blocks in another language than their page: what is foreign, what is not, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scrub
from scrub.classifier.languages import BITS, Profiles, language_of, language_scores, no_profiles
from scrub.classifier.model import spam_model
from scrub.parser import parse_markup, parse_text
from scrub.signals import Columns
from scrub.trainer import spam_languages
from scrub.trainer.spam_examples import Example, label_blocks
from scrub.trainer.spam_languages import count_languages
from scrub.values import Document

PAGES = {
    "en": "The council met on Monday evening to discuss the repair of the old bridge over the river.\n"
    "Several residents asked why the work had been delayed for more than two years.\n"
    "The engineer explained that the stones have to be cut by hand and are hard to find.\n"
    "A vote on the budget is expected before the end of the month.",
    "de": "Der Gemeinderat hat am Montagabend über die Reparatur der alten Brücke beraten.\n"
    "Mehrere Anwohner fragten, warum sich die Arbeiten um mehr als zwei Jahre verzögert haben.\n"
    "Der Ingenieur erklärte, dass die Steine von Hand geschnitten werden müssen und selten sind.\n"
    "Über den Haushalt soll noch vor dem Ende des Monats abgestimmt werden.",
    "tr": "Belediye meclisi pazartesi akşamı eski köprünün onarımını görüşmek üzere toplandı.\n"
    "Mahalle sakinleri çalışmaların neden iki yıldan fazla geciktiğini sordu.\n"
    "Mühendis, taşların elle kesilmesi gerektiğini ve zor bulunduğunu anlattı.\n"
    "Bütçe oylamasının ay sonundan önce yapılması bekleniyor.",
    "fr": "Le conseil municipal s'est réuni lundi soir pour discuter de la réparation du vieux pont.\n"
    "Plusieurs habitants ont demandé pourquoi les travaux avaient pris plus de deux ans de retard.\n"
    "L'ingénieur a expliqué que les pierres doivent être taillées à la main et sont rares.\n"
    "Un vote sur le budget est attendu avant la fin du mois.",
    "ru": "Городской совет собрался в понедельник вечером, чтобы обсудить ремонт старого моста.\n"
    "Несколько жителей спросили, почему работы задержались больше чем на два года.\n"
    "Инженер объяснил, что камни приходится тесать вручную и найти их трудно.\n"
    "Голосование по бюджету ожидается до конца месяца.",
}
LINES = {
    "en": "In the afternoon the children of the village school sang three songs for the visitors.",
    "de": "Am Nachmittag sangen die Kinder der Dorfschule drei Lieder für die Gäste.",
    "tr": "Öğleden sonra köy okulunun çocukları misafirler için üç şarkı söyledi.",
    "fr": "L'après-midi, les enfants de l'école du village ont chanté trois chansons pour les visiteurs.",
    "ru": "Днём дети из сельской школы спели для гостей три песни.",
    "es": "Por la tarde los niños de la escuela del pueblo cantaron tres canciones para los visitantes.",
    "pl": "Po południu dzieci z wiejskiej szkoły zaśpiewały dla gości trzy piosenki.",
    "id": "Pada sore hari anak-anak sekolah desa menyanyikan tiga lagu untuk para tamu.",
    "vi": "Buổi chiều, các em học sinh trường làng hát ba bài hát cho khách nghe.",
}
FOREIGN = 8.0


def profiles() -> Profiles:
    return spam_model().text.language


def scores(*documents: Document, by: Profiles | None = None) -> list[np.ndarray]:
    """How foreign each block of each document is."""
    columns = Columns(documents)
    foreign, _ = language_scores(columns, profiles() if by is None else by)
    return [foreign[columns.page == p] for p in range(len(documents))]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("line", LINES)
def test_a_line_is_foreign_exactly_where_its_language_is_another(page: str, line: str) -> None:
    (found,) = scores(parse_text(f"{PAGES[page]}\n{LINES[line]}"))
    assert (found[-1] > FOREIGN) == (page != line), found
    assert (found[:-1] < FOREIGN).all()


@pytest.mark.parametrize(
    "line",
    [
        "Jorge Luis Borges, Kobo Abe, Orhan Pamuk",
        "12. 4. 2021 – 18:30",
        "https://www.example.com/2021/04/news?id=3",
        "OK",
        "☎ 0171 555 0199",
        "Budget 2021",
        "",
    ],
)
def test_names_numbers_and_scraps_are_foreign_nowhere(line: str) -> None:
    (found,) = scores(parse_text(f"{PAGES['en']}\n{line}\n"))
    assert (found < FOREIGN).all()


def test_a_page_too_short_to_have_a_language_makes_nothing_foreign() -> None:
    (found,) = scores(parse_text(f"Monday\n{LINES['tr']}"))
    assert not found.any()


def test_without_profiles_nothing_is_foreign() -> None:
    (found,) = scores(parse_text(f"{PAGES['en']}\n{LINES['tr']}"), by=no_profiles())
    assert not found.any()
    assert scores(parse_text(""), by=no_profiles())[0].shape == (0,)


def test_a_page_is_judged_as_if_it_were_alone() -> None:
    documents = [parse_text(f"{PAGES[a]}\n{LINES[b]}") for a, b in (("en", "tr"), ("tr", "en"), ("ru", "ru"))]
    documents.insert(1, parse_markup("<p>", None))
    for together, document in zip(scores(*documents), documents, strict=True):
        np.testing.assert_allclose(together, scores(document)[0])


@given(st.lists(st.text(max_size=40), max_size=8), st.sampled_from(sorted(PAGES)))
def test_any_text_has_scores_that_are_numbers(lines: list[str], page: str) -> None:
    document = parse_text("\n".join([*lines, PAGES[page]]))
    columns = Columns([document])
    for column in language_scores(columns, profiles()):
        assert column.shape == (len(columns),)
        assert np.isfinite(column).all()


def test_a_reason_names_both_languages() -> None:
    spam = '<div style="position:absolute;left:-9999px"><a href="http://bahis-sitesi.example/">kaçak bahis siteleri güvenilir bonus veren bahis siteleri listesi</a></div>'
    markup = "".join(f"<p>{line}</p>" for line in PAGES["en"].splitlines()) + spam
    (removal,) = scrub.clean(f"<html><body>{markup}</body></html>").removed
    assert "Turkish text on a page in English" in removal.reasons


@pytest.mark.parametrize("language", LINES)
def test_a_sentence_tells_its_language_and_a_scrap_does_not(language: str) -> None:
    assert language_of(Columns([parse_text(LINES[language])]), profiles()) == language
    assert language_of(Columns([parse_text(LINES[language][:3])]), profiles()) == ""
    assert language_of(Columns([parse_text(LINES[language])]), no_profiles()) == ""


def examples(origin: str = "clean_text") -> list[Example]:
    found = []
    for language, text in PAGES.items():
        document = parse_text(text)
        label = label_blocks(document, [])
        found.append(
            Example(language, document, label, (), language, "other", language, "languages", origin, False)
        )
    return found


def test_profiles_are_learnt_from_honest_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam_languages, "_LEAST", 100)
    monkeypatch.setattr(spam_languages, "_SMOOTHING", 30.0)
    counts = count_languages(examples(), range(len(PAGES)), len(PAGES))
    assert counts.languages == tuple(sorted(PAGES))
    learnt = counts.profiles()
    assert learnt.odds.shape == (1 << BITS, len(PAGES))
    (found,) = scores(parse_text(f"{PAGES['en']}\n{PAGES['tr']}"), by=learnt)
    assert found[4:].min() > FOREIGN > found[:4].max()


def test_a_fold_s_own_pages_do_not_teach_its_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam_languages, "_LEAST", 100)
    counts = count_languages(examples(), range(len(PAGES)), len(PAGES))
    turkish = list(PAGES).index("tr")
    at = counts.languages.index("tr")
    assert counts.profiles().odds[:, at].max() > counts.profiles(without=turkish).odds[:, at].max()


def test_injected_text_and_short_languages_teach_no_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    assert count_languages(examples(), [0] * len(PAGES), 1).profiles().codes == ()
    monkeypatch.setattr(spam_languages, "_LEAST", 100)
    assert count_languages(examples("placed"), [0] * len(PAGES), 1).languages == ()
