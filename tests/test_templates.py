"""A folder of what a site is written in: Markdown, and templates without the code of the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from command_line import scrub
from harbour import ARTICLE
from hypothesis import given
from hypothesis import strategies as st

from scrub.survey.templates import printed
from scrub.values import Page

LINKS = [
    ("http://viagra-rx-cheap.example/", "buy viagra online"),
    ("http://cialis-20mg.example/", "cheap cialis no prescription"),
    ("http://slot-gacor-maxwin.example/", "situs slot gacor maxwin"),
    ("http://replica-watches-outlet.example/", "replica rolex watches"),
    ("http://escort-istanbul.example/", "istanbul escort bayan"),
]
FARM = " ".join(f'<a href="{href}">{words}</a>' for href, words in LINKS)
THEME = f"""<?php
/* Template Name: Story. It's the theme's own: <a href="http://theme.example/">docs</a> */
get_header(); ?>
<main><article <?php post_class(); ?>>
<h1><?php if ($x->a > 3) {{ the_title(); }} ?></h1>
{ARTICLE}
</article></main>
<footer><p>&copy; <?= date('Y') ?> Harbour News. <a href="<?php echo home_url(); ?>">Home</a></p>
%s
</footer>
<?php wp_footer();
"""


def audit(folder: Path, *more: object) -> dict[str, Any]:
    return dict(json.loads(scrub("audit", folder, "--report", "json", "--quiet", *more).stdout))


def printed_body(body: bytes, name: str = "footer.php") -> bytes:
    return printed(Page(body, source=name)).body


@given(
    st.lists(
        st.sampled_from(
            [b"<?php ", b"?>", b"'", b'"', b"<a href=", b"\n", b"\\", b"/*", b"*/", b"{{", b"}}", b"x"]
        )
    )
)
def test_every_line_and_column_stays(parts: list[bytes]) -> None:
    body = b"".join(parts)
    assert [len(line) for line in printed_body(body).split(b"\n")] == [
        len(line) for line in body.split(b"\n")
    ]


def test_code_is_left_out_and_what_it_prints_is_not() -> None:
    assert printed_body(b"<p><?php echo $a->b; ?>here {{ name }}</p>").split() == [b"<p>", b"here", b"</p>"]
    assert printed_body(b"<?php // <a href='x'>no</a>\n$x = 'a'; ").strip() == b""
    kept = printed_body(
        rb"""<?php echo 'The <a href="http://a.example/">' . $x . "<a href=\"http://b.example/\">b</a>";"""
    )
    assert kept.split() == [
        b"The",
        b"<a",
        b'href="http://a.example/">',
        b"<a",
        b"href=",
        b'"http://b.example/',
        b'">b</a>',
    ]
    assert printed_body(b"<?php print 1 ?>", "story.html") == b"<?php print 1 ?>"


def test_a_farm_in_a_theme_is_found_where_it_stands(tmp_path: Path) -> None:
    hacked = THEME % f'<div style="position:absolute;left:-9000px">{FARM}</div>'
    (tmp_path / "footer.php").write_text(hacked, "utf-8")
    report = audit(tmp_path, "--patch", tmp_path / "spam.patch")
    (one,) = report["findings"]
    assert (one["kind"], one["severity"]) == ("link_farm", "error")
    assert hacked.splitlines()[one["line"] - 1][one["column"] - 1 :].startswith(LINKS[0][0])
    assert one["commands"][0].startswith(f"sed -n {one['line']}p -- ")
    assert (tmp_path / "spam.patch").read_bytes() == b""  # its file has other bytes than were judged


def test_a_farm_that_code_prints_is_found(tmp_path: Path) -> None:
    escaped = FARM.replace('"', '\\"')
    (tmp_path / "functions.php").write_text(
        THEME % f'<?php if ($bot) {{ echo "<div>{escaped}</div>"; }} ?>', "utf-8"
    )
    assert audit(tmp_path)["status"] == "compromised"


def test_an_honest_theme_alarms_nobody(tmp_path: Path) -> None:
    (tmp_path / "footer.php").write_text(THEME % "", "utf-8")
    (tmp_path / "index.php").write_text("<?php // Silence is golden.\n", "utf-8")
    (tmp_path / "page.twig").write_text(
        "{% block a %}<p>{{ story.text }}</p>{% endblock %}" + ARTICLE, "utf-8"
    )
    report = audit(tmp_path)
    assert (report["status"], report["findings"], report["skipped"]) == ("clean", [], [])
    assert report["pages"] == 3


def test_a_post_in_markdown_is_read(tmp_path: Path) -> None:
    spam = " ".join(f"[{words}]({href})" for href, words in LINKS)
    story = ARTICLE.replace("<p>", "").replace("</p>", "\n")
    (tmp_path / "story.md").write_text(f"# The breakwater\n{story}\n\n{spam}\n", "utf-8")
    (tmp_path / "honest.markdown").write_text(f"# The breakwater\n{story}\n", "utf-8")
    report = audit(tmp_path)
    assert report["pages"] == 2
    assert {Path(one["url"]).name for one in report["findings"] if one["severity"] == "error"} == {"story.md"}


def test_clean_takes_what_it_took(tmp_path: Path) -> None:
    (tmp_path / "footer.php").write_text(THEME % "", "utf-8")
    assert b"holds no .html" in scrub("clean", tmp_path).stderr
