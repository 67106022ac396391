"""From which probabilities pieces are removed, and from which an audit warns."""

from __future__ import annotations

from scrub.classifier.model import Stage
from scrub.classifier.stage import threshold
from scrub.options import Options

Limit = tuple[float, float]  # in pages, and in plain text

_MOST = 64  # stages and options whose limits are remembered
_KNOWN: dict[tuple[int, float, float], tuple[Stage, Limit, Limit]] = {}


def limits(stage: Stage, options: Options) -> tuple[Limit, Limit]:
    """For removals, and for warnings: these are never above the others."""
    key = id(stage), options.max_harm, options.sensitivity
    known = _KNOWN.get(key)
    if known is None or known[0] is not stage:
        looser = max(options.sensitivity, options.max_harm)
        known = stage, threshold(stage, options.max_harm), threshold(stage, looser)
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[key] = known
    return known[1:]
