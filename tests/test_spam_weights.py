"""What the n-gram models are fitted to say."""

from __future__ import annotations

import numpy as np
from test_spam_training import block

from scrub.classifier.evidence import SCORES, text_scores
from scrub.classifier.languages import no_profiles
from scrub.parser import parse_text
from scrub.signals import Columns
from scrub.trainer.spam_examples import block_example
from scrub.trainer.spam_text import host_rows, text_rows
from scrub.trainer.spam_weights import fit_weights


def test_a_language_is_no_sign_of_honesty_in_itself() -> None:
    """Of a language only honest text is known: the neutral weights say less of its words, and know a loanword."""
    known = [
        *(block(text=f"play the jackpot at our table {k}", html="", source=f"s{k}") for k in range(30)),
        *(
            block(spam=False, text=f"the council met at our table {k}", html="", source=f"h{k}")
            for k in range(30)
        ),
    ]
    other = [
        block(spam=False, text=f"rapat dewan kota malam ini {k}", html="", source=f"o{k}", language="id")
        for k in range(30)
    ]
    examples = [block_example(each, "") for each in (*known, *other)]
    text = text_rows(examples)
    weights = fit_weights(text, host_rows(examples), np.ones(len(examples), dtype=np.bool_), no_profiles())
    lines = parse_text("rapat dewan kota\n\nrapat jackpot kota")
    scores = text_scores(Columns([lines]), weights)
    for name, neutral in (("word_score", "neutral_word"), ("text_score", "neutral_text")):
        plain, apart = (scores[:, SCORES.index(each)] for each in (name, neutral))
        assert plain[0] < -1.0, name
        assert plain[0] < 2.0 * apart[0], neutral
        assert apart[1] > max(plain[1], 0.5), neutral
