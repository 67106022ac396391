"""Processes that work on lists of pages and may die: of what, and that it costs that page alone.

Work (what is done, and what a page may cost) -> Pool -> results, in order
"""

from __future__ import annotations

from scrub.workers.pool import Pool
from scrub.workers.work import Ask, Do, Limits, Work, named, words

__all__ = ["Ask", "Do", "Limits", "Pool", "Work", "named", "words"]
