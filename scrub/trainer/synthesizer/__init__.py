"""The synthesizer: injected blocks, and innocents as close to them, which real pages lack.

Everything is a function of a seed. Goods, languages, hiding places and link styles are combined at
random, and a third of the spam sells goods that nobody sells, so that a classifier learns what
injection looks like and not what it said last year.
"""

from .honest import honest_pieces
from .insertion import insert, insert_sentence_links, insert_text
from .lexicon import Lexicon, lexicons
from .piece import PLACEMENTS, Piece
from .spam import WORDS_ALONE, spam_pieces

__all__ = [
    "PLACEMENTS",
    "WORDS_ALONE",
    "Lexicon",
    "Piece",
    "honest_pieces",
    "insert",
    "insert_sentence_links",
    "insert_text",
    "lexicons",
    "spam_pieces",
]
