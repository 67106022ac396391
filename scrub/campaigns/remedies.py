"""Commands that find a campaign's traces in a site, and take out what is certain.

What they search for comes from hostile pages: every word is quoted for the shell or the database it
goes to, and what cannot be quoted for sure is left out.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from scrub.findings import Target

_DOMAINS = 3  # of a campaign that commands are given for; the rest is in the report
_RECORDS = 3
# A run of words that a shell, a database and a person read alike.
_WORDS = re.compile(r"[^\W_]+(?: [^\W_]+){1,5}")
# What ends no string and stands for itself in LIKE (but `_`) and in a regular expression (but `.`).
_PLAIN = re.compile(r"[\w.-]+(?: \w+)*")
_POST = re.compile(r"(?:row|post|page) (\d{1,12})(?: of wp_posts)?")
_COMMENT = re.compile(r"(?:row (\d{1,12}) of wp_comments|comment (\d{1,12}))")
_OPTION = re.compile(r"option ([A-Za-z_][\w-]{0,100}) in wp_options", re.ASCII)
_WIDGET = re.compile(r"widget ([a-z_]{1,60})-\d+", re.ASCII)
_MARK = "UPDATE wp_comments SET comment_approved = 'spam' WHERE comment_content LIKE "
_BACKUP = "wp db export before-cleanup.sql"


def remedies(sample: str, targets: Sequence[Target], places: Sequence[str], carrier: str) -> tuple[str, ...]:
    """The commands in the order of typing: files first for a template, the database first for content."""
    needles = needles_of(sample, targets)
    in_files = [f"grep -rnF -e {shlex.quote(needle)} wp-content/" for needle in needles]
    in_database = [_BACKUP, *at_places(places)]
    for needle in needles:
        in_database += _of_database(needle)
    if not needles:
        return tuple(at_places(places))
    return tuple([*in_files, *in_database] if carrier == "template" else [*in_database, *in_files])


def needles_of(sample: str, targets: Sequence[Target]) -> list[str]:
    """What to search for: the domains that gain, else the first plain words of the spam."""
    needles = [one.domain for one in targets[:_DOMAINS]]
    if not needles and (words := _WORDS.search(sample)):
        needles = [words[0]]
    return needles


def at_places(places: Sequence[str]) -> list[str]:
    """Commands that show, or mark as spam, what the places name."""
    found: list[str] = []
    for place in places:
        if post := _POST.fullmatch(place):
            found.append(f"wp post get {post[1]} --field=post_content")
        elif comment := _COMMENT.fullmatch(place):
            found.append(f"wp comment spam {comment[1] or comment[2]}")
        elif option := _OPTION.fullmatch(place) or _WIDGET.fullmatch(place):
            name = option[1] if place.startswith("option") else f"widget_{option[1]}"
            found.append(f"wp option get {name} --format=json")
    return list(dict.fromkeys(found))[:_RECORDS]


def _of_database(needle: str) -> Iterator[str]:
    """Statements of MySQL and MariaDB, whose strings nothing in a plain needle can end."""
    if not needle.startswith("-"):
        yield f"wp db search {shlex.quote(needle)} --all-tables"
    if not _PLAIN.fullmatch(needle):
        return
    like = "'%" + needle.replace("_", "\\_") + "%'"
    select = "SELECT ID, post_type, post_status, post_title FROM wp_posts WHERE post_content LIKE "
    yield f"{select}{like};"
    if "." in needle:
        link = f"<a[^>]*//([^/\"'' >]*[.])?{needle.replace('.', '[.]')}[/\"'' ?#:][^>]*>.*?</a>"
        update = f"UPDATE wp_posts SET post_content = REGEXP_REPLACE(post_content, '{link}', '')"  # noqa: S608 - plain
        yield f"{update} WHERE post_content LIKE {like};"
    yield f"{_MARK}{like};"


def of_comments(needle: str) -> Iterator[str]:
    """The comments that have a needle, and what marks them as spam."""
    if _PLAIN.fullmatch(needle):
        like = "'%" + needle.replace("_", "\\_") + "%'"
        select = (
            "SELECT comment_ID, comment_post_ID, comment_author FROM wp_comments WHERE comment_content LIKE "
        )
        yield f"{select}{like};"
        yield f"{_MARK}{like};"


def later(commands: Sequence[str]) -> tuple[str, ...]:
    """The commands that only look first, and the backup right before what changes something."""
    looking = [one for one in commands if one != _BACKUP and not one.startswith("UPDATE ")]
    changing = [one for one in commands if one.startswith("UPDATE ")]
    return (*looking, *([_BACKUP] if changing else ()), *changing)
