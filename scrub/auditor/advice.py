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
    "comment_spam": "Delete the comment and mark it as spam, look for others by the same author or address, and let comments "
    "with links wait for you; nobody broke in.",
    "script": "Delete the script where it is written: theme header and footer, a widget, an option of the database, or "
    "the end of a .js file; then look for files that changed when it came, and change the passwords.",
    "redirect": "Search files and database for the address, or for the words that hide it, and look into .htaccess as "
    "well; such redirects spare whoever types the address, so come from a search engine to see it.",
    "server_code": "Restore the file from the theme's or plugin's original: code that did not run here runs on other "
    "pages, and it says what was done to the server.",
    "metadata": "Look at the page's SEO fields in the editor and at what writes the head (theme, SEO plugin, database "
    "options), put the old words back, and ask search engines to read the page again.",
    "foreign_pages": "Find what answers for these addresses (files and folders newer than your last update, rules in "
    ".htaccess, rows of the database), delete it, take the addresses out of the sitemap, and let them answer 410.",
    "foreign_script": "See who put it there. If nobody of yours did, delete the element, and search files and database "
    "for its domain.",
    "hijacked_link": "Remove the link, or point it to an archived copy of what it used to show.",
    "open_redirect": "Let the redirect lead to addresses of your own only, or to a list of known ones, and ask search "
    "engines to drop the addresses that were misused.",
    "cloaked": "What you see is not what others get: search theme and plugin files for HTTP_USER_AGENT, HTTP_REFERER and "
    "googlebot, and look at the page as a search engine does before and after you clean it.",
}
