"""Pages without a word of their own, which scripts are to fill: what they call themselves is all there is to judge."""

from __future__ import annotations

from scrub.auditor.advice import ADVICE
from scrub.findings import Finding
from scrub.options import Options
from scrub.parser import parse_text
from scrub.policy import judge_many, reasons
from scrub.values import FAMILIES, Document

_LONGEST = 600  # characters of a title and a description that are judged


def shell_finding(document: Document, options: Options) -> Finding | None:
    """A doorway that shows search engines a title and a description, and readers what a script brings.

    A warning and no more, and only where the classifier is sure of what is sold: a page that says nothing
    else cannot say that it is a shop of its owner's.
    """
    if not document.markup or len(document.start):
        return None
    told = dict.fromkeys(filter(None, (document.metadata.title, document.metadata.description)))
    text = "\n".join(one[:_LONGEST] for one in told)
    if not text.strip():
        return None
    words = parse_text(text)
    verdicts = judge_many([words], options)[0]
    removed = verdicts.span_removed.nonzero()[0].tolist()
    surest = max(removed, key=lambda k: float(verdicts.span_score[k]), default=-1)
    if surest < 0 or not verdicts.span_family[surest]:
        return None
    return Finding(
        kind="doorway",
        severity="warning",
        text=text,
        score=float(verdicts.span_score[surest]),
        family=FAMILIES[verdicts.span_family[surest]],
        reasons=(
            "the page has no text: only its title and description speak",
            *reasons(words, verdicts, surest),
        ),
        css_path="html > head",
        line=None,
        links=(),
        advice=ADVICE["doorway"],
    )
