"""What to type for a finding that stands alone: in its own file, post, comment or row."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from scrub.campaigns.carrier import OF_TEMPLATES
from scrub.campaigns.remedies import at_places, later, needles_of, of_comments, remedies
from scrub.campaigns.targets import targets_of
from scrub.findings import Located

# Kinds whose addresses seldom stand in the page as they are: a search for them would find nothing.
_CODED = frozenset({"script", "redirect", "server_code", "foreign_pages"})
# What a script is searched for by where it hides its words; the reasons of its finding name the ways.
_WAYS = ("fromCharCode", "unescape", "atob", "eval")
_HIDES = " is hidden by "
# What code of the server is known by, the rarest first.
_SERVER_WORDS = (
    "base64_decode",
    "gzinflate",
    "str_rot13",
    "HTTP_USER_AGENT",
    "HTTP_REFERER",
    "file_get_contents",
    "curl_init",
)
_IN_CONTENT = frozenset({"link_farm", "inserted_link", "spam_text", "hidden_text", "doorway"})


def lone_remedies(one: Located) -> tuple[str, ...]:
    """The commands in the order of typing; none for what a command cannot name for sure."""
    targets = targets_of([one])[:1]
    needles = needles_of(one.finding.text, targets)[:1]
    if _is_file(one):
        return tuple(_in_file(one, needles))
    if not one.url.startswith(("http://", "https://")):
        return ()
    if one.finding.kind == "server_code":
        return tuple(
            f"grep -rnF -e {word} wp-content/" for word in _SERVER_WORDS if word in one.finding.text
        )[:2]
    if ways := _ways(one):
        return tuple(
            command
            for way in ways
            for command in (
                f"wp db search {shlex.quote(way)} --all-tables",
                f"grep -rnF -e {shlex.quote(way)} wp-content/",
            )
        )
    if one.finding.kind == "comment_spam":
        return (*at_places(one.places), *(command for needle in needles for command in of_comments(needle)))
    template = bool(one.places) and one.places[0].startswith(OF_TEMPLATES)
    found = later(remedies(one.finding.text, targets, one.places, "template" if template else "content"))
    if (
        one.finding.kind in _IN_CONTENT
        and not template
        and not any(c.startswith("wp post get") for c in found)
    ):
        found = (f"wp post url-to-id {shlex.quote(one.url)}", *found) if one.url.isprintable() else found
    return found


def _ways(one: Located) -> list[str]:
    """How a script hides its words, as far as those can be searched for."""
    said = " ".join(reason.partition(_HIDES)[2] for reason in one.finding.reasons)
    return [way for way in _WAYS if way in said] or (["eval(function(p,a,c"] if "packer" in said else [])


def _is_file(one: Located) -> bool:
    """Whether the page is a file of its own, whose lines are those of the finding."""
    inside = (one.offset, one.record_id, one.row)
    return bool(one.source) and "://" not in one.source and all(place is None for place in inside)


def _in_file(one: Located, needles: list[str]) -> Iterator[str]:
    """Names that a terminal would not show as they are, or change on their way, are left out."""
    if not one.source.isprintable():
        return
    name = shlex.quote(one.source)
    if one.finding.line is not None:
        yield f"sed -n {one.finding.line}p -- {name}"
    if one.finding.kind not in _CODED:
        yield from (f"grep -nF -e {shlex.quote(needle)} -- {name}" for needle in needles)
