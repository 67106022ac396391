"""What an admin should do about each kind of finding, in one or two sentences."""

from __future__ import annotations

ADVICE = {
    "link_farm": "Search the theme files, widgets and the database for one of the linked domains and delete "
    "the whole list; then look for how it was written: outdated plugins, unknown admin accounts, foreign files.",
    "inserted_link": "Open the page in the editor's source view and delete the link; search the database for "
    "the same domain, as it is seldom the only page.",
    "spam_text": "Delete the passage from the post or comment it stands in, and search the site for a few of its words.",
    "hidden_text": "Delete the hidden element where it is written (post, widget or theme file), not only the rule "
    "that hides it, and search for the same markup elsewhere.",
    "doorway": "Delete the page, find what made it (files newer than your last update, unknown users), and ask "
    "search engines to drop its address.",
}
