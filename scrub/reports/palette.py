"""Colours, one meaning each."""

from __future__ import annotations

STATUS_STYLES = {
    "clean": "bold green",
    "unchecked": "bold yellow",
    "suspect": "bold yellow",
    "compromised": "bold red",
}
SEVERITY_STYLES = {"info": "cyan", "warning": "yellow", "error": "bold red"}
SPAM, MAIN, BOILERPLATE, FAINT, REASON = "bold red", "green", "dim", "dim", "yellow"
