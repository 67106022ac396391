"""Articles into the world. A new output format is one module with a FORM, and one row in FORMS."""

from __future__ import annotations

from scrub.outputs import json, jsonl, markdown, text
from scrub.outputs.destination import Output, encoded, open_output, open_whole
from scrub.outputs.form import Form

__all__ = ["FORMS", "Form", "Output", "encoded", "open_output", "open_whole"]

FORMS = {form.name: form for form in (text.FORM, markdown.FORM, json.FORM, jsonl.FORM)}
