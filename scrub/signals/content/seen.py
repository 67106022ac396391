"""What is seen of a batch of pages before any opinion is formed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrub.signals.content.alike import Kinds
from scrub.signals.content.containers import Containers

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ContentColumns:
    """What the extractor's networks read of a batch."""

    block: Floats  # (n, len(CONTENT))
    chains: Containers
    kinds: Kinds
    page: Floats  # (pages, len(DENSITIES)): what whole pages are made of
    page_names: Floats  # (pages, page types): mean worth of the names on each page
    address: Floats  # (pages, page types): worth of the words in its address
