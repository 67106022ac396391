"""A page without text that calls itself spam is told of; the shells of honest applications are not."""

from __future__ import annotations

import pytest

import scrub


def shell(title: str, description: str = "", body: str = '<div id="root"></div>') -> str:
    told = f'<meta name="description" content="{description}">' if description else ""
    return f"<!doctype html><html><head><title>{title}</title>{told}</head><body>{body}<script>start()</script></body></html>"


DOORWAYS = {
    "escort": shell(
        "Bangalore call girls 9900000000 ☆ call girls in Bangalore, book for the full night",
        "Bangalore call girls 9900000000 ☆ independent escorts in Bangalore, 24 hours",
    ),
    "pharma": shell("Buy Viagra Online - Cheap Generic Viagra No Prescription"),
    "gambling": shell(
        "Daftar Situs Slot Gacor Gampang Menang Maxwin",
        "Situs judi slot online terpercaya, bonus new member 100, slot gacor hari ini",
    ),
    "replica": shell("Cheap Louis Vuitton outlet, replica handbags and fake Rolex watches sale"),
}
HONEST = {
    "bank": shell("Harbour Bank | Online Banking", "Sign in to your accounts, pay bills and send money."),
    "application": shell("React App", "Web site created using create-react-app"),
    "nothing": shell(""),
    "museum": shell("The Casino of Estoril: a history", "How a gambling house became a museum."),
    "clinic": shell("Erectile dysfunction: when to see your doctor", "Advice from the town's clinic."),
    "shop": shell("Meyer & Daughters – leather bags made in Kiel", "Bags and belts from our own workshop."),
    "law": shell("What the new gambling law means for players", "An overview by the consumer association."),
    "weather": shell("Wetter in Kiel heute", "Aktuelles Wetter, Regenradar und Vorhersage für 14 Tage."),
}


@pytest.mark.parametrize("family", DOORWAYS)
def test_a_shell_that_sells_is_a_suspect_doorway(family: str) -> None:
    report = scrub.audit(DOORWAYS[family])
    (finding,) = report.findings
    assert (finding.kind, finding.severity, finding.family) == ("doorway", "warning", family)
    assert report.status == "suspect"
    assert "no text" in finding.reasons[0]
    assert len(finding.reasons) > 1
    assert finding.advice


@pytest.mark.parametrize("name", HONEST)
def test_a_shell_of_an_honest_application_is_clean(name: str) -> None:
    assert scrub.audit(HONEST[name]).status == "clean"


def test_a_page_with_text_is_judged_by_its_text() -> None:
    page = shell(
        "Buy Viagra Online - Cheap Generic Viagra No Prescription", body="<p>The choir meets on Tuesdays.</p>"
    )
    assert not [f for f in scrub.audit(page).findings if f.kind == "doorway"]
    assert scrub.clean(DOORWAYS["pharma"]).text == ""
