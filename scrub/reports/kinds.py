"""The kinds of findings in words for people: a title, and what it is."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """How a kind of finding is called, and what it means for the one who reads of it."""

    title: str
    meaning: str


KINDS = {
    "link_farm": Kind(
        "Link farm",
        "A list of links to unrelated sites, put into the page so that search engines count them.",
    ),
    "inserted_link": Kind(
        "Inserted link", "A link, or a few, slipped into a page whose author never wrote them."
    ),
    "spam_text": Kind("Spam text", "A passage that advertises something the page is not about."),
    "comment_spam": Kind("Comment spam", "Advertising that visitors or bots left among the comments."),
    "doorway": Kind(
        "Doorway page", "A page made for search engines alone: nothing of it belongs to the site."
    ),
    "hidden_text": Kind(
        "Hidden text", "Advertising that search engines read and visitors cannot see."
    ),
    "cloaked": Kind(
        "Cloaked content", "Content that only some visitors get, most often search engines."
    ),
    "metadata": Kind(
        "Altered metadata", "A title, description or other data for search engines that advertises spam."
    ),
    "foreign_pages": Kind(
        "Foreign-language pages", "Pages in a language that the rest of the site does not speak."
    ),
    "foreign_script": Kind(
        "Strange script or frame", "Something is loaded from a host that the rest of the site never uses."
    ),
    "server_code": Kind(
        "Server code in the page", "Code of the server stands in the page as text: it runs where PHP does."
    ),
    "script": Kind(
        "Injected script", "Script that writes spam, redirects visitors, or loads code from a strange host."
    ),
    "redirect": Kind("Sneaky redirect", "The page sends some visitors on to a site of the spammer's."),
    "hijacked_link": Kind(
        "Hijacked link", "An honest link whose domain has fallen into the hands of spammers."
    ),
    "open_redirect": Kind(
        "Open redirect", "An address of the site that forwards to any other, in use by spammers."
    ),
}  # fmt: skip

SEVERITIES = {"error": "Injected", "warning": "Probably injected", "info": "Worth a look"}


def kind_of(name: str) -> Kind:
    """The kind of that name; one that the table lacks is called by its name."""
    return KINDS.get(name) or Kind(name.replace("_", " ").capitalize(), "Something that looks injected.")
