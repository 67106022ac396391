"""Articles into the world. A new output format is one module with a FORM, and one row in FORMS."""

from __future__ import annotations

from scrub.outputs import html, json, jsonl, markdown, tei, text
from scrub.outputs.destination import Output, encoded, open_output, open_whole
from scrub.outputs.form import Form
from scrub.outputs.layouts import LAYOUTS
from scrub.outputs.names import Names, unique_stem
from scrub.outputs.record import source_record

__all__ = [
    "FORMS",
    "LAYOUTS",
    "Form",
    "Names",
    "Output",
    "encoded",
    "open_output",
    "open_whole",
    "source_record",
    "unique_stem",
]

FORMS = {form.name: form for form in (text.FORM, markdown.FORM, html.FORM, tei.FORM, json.FORM, jsonl.FORM)}
