"""How probable each type is for a page."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scrub.dense import softmax
from scrub.extractor.joined import Network
from scrub.native import compiled

Floats = NDArray[np.float32]


def page_types(network: Network, rows: Floats) -> Floats:
    """(pages, inputs) -> (pages, page types), probabilities."""
    (weights, bias), *behind = network.layers
    arrays = (rows, network.low, network.high, weights, bias)
    if compiled is None or behind or not all(a.dtype == np.float32 and a.flags.c_contiguous for a in arrays):
        return softmax(network(rows))
    found = np.empty((len(rows), len(bias)), dtype=np.float32)
    compiled.page_types(*arrays, found)
    return found
