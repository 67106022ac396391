"""What the tokens of ids and class names are worth: a sparse logistic regression over paths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scrub.signals.columns import Columns
from scrub.signals.content import NAME_SCORES, SLOTS
from scrub.signals.content.containers import containers
from scrub.signals.content.names import element_slots, slots
from scrub.signals.content.pages import PAGE_TYPES, address_slots
from scrub.values import Document

Floats = NDArray[np.float32]

_TYPE_SCALE = 10.0  # shares of tokens on a page are small; scaled up so that regularisation is fair


class Bags:
    """Tokens around the blocks of a batch, one row for each innermost container.

    The first SLOTS features are the tokens on the whole path, the others those of the container.
    """

    def __init__(self, columns: Columns, share: Floats, weight: Floats) -> None:
        from scipy.sparse import csr_matrix, hstack

        chains = containers(columns)
        which, first, flat = element_slots(columns)
        ends = np.append(first[1:], len(flat))
        number = np.cumsum(np.bincount(chains.top, minlength=len(which))) - 1
        rows, slots = [], []
        for e, label in enumerate(which.tolist()):
            for slot in flat[first[label] : ends[label]].tolist():
                if slot < SLOTS:
                    rows.append(number[e])
                    slots.append(slot)
        m = len(chains)
        own = csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, slots)), shape=(m, SLOTS))
        climb = csr_matrix(
            (np.ones(m, dtype=np.float32), (np.arange(m), chains.parent)), shape=(m, m)
        )
        climb.setdiag(0)
        climb.eliminate_zeros()
        path, step = own.copy(), own
        for _ in range(60):
            step = climb @ step
            if not step.nnz:
                break
            path = path + step
        used, member = np.unique(chains.of_block, return_inverse=True)
        self.rows = hstack((path[used], own[used])).tocsr()
        self.weight = np.bincount(member, weight)
        self.share = np.bincount(member, weight * share) / np.maximum(self.weight, 1e-9)


def fit_names(bags: Sequence[Bags], strength: float = 0.02) -> Floats:
    """(SLOTS + 1, NAME_SCORES): the table of names; its last row is zero."""
    from scipy.sparse import vstack
    from sklearn.linear_model import LogisticRegression

    x = vstack([b.rows for b in bags]).tocsr()
    share = np.concatenate([b.share for b in bags])
    weight = np.concatenate([b.weight for b in bags])
    known = weight > 0
    x, share, weight = x[known], share[known], weight[known]
    twice = vstack((x, x)).tocsr()
    target = np.repeat((1, 0), len(share))
    weights = np.concatenate((weight * share, weight * (1 - share)))
    model = LogisticRegression(C=strength, max_iter=60, tol=1e-3)
    model.fit(twice, target, sample_weight=weights * (len(weights) / weights.sum()))
    table = np.zeros((SLOTS + 1, NAME_SCORES), dtype=np.float32)
    table[:-1] = model.coef_[0].reshape(NAME_SCORES, SLOTS).T
    return table


def fit_type_names(documents: Sequence[Document], kind: Sequence[int]) -> Floats:
    """(SLOTS + 1, page types): what names of elements and words of addresses say of the page's type."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    table = np.zeros((SLOTS + 1, len(PAGE_TYPES)), dtype=np.float32)
    known = [(d, k) for d, k in zip(documents, kind) if k >= 0]
    if len({k for _, k in known}) < 2:
        return table
    rows, cells, values = [], [], []
    for p, (document, _) in enumerate(known):
        share = 1 / max(len(document.element_label), 1)
        found = [(slot, share) for label in document.element_label for slot in slots(label)]
        for slot, value in (*found, *[(s, 0.1) for s in address_slots(document.url)]):
            rows.append(p)
            cells.append(slot)
            values.append(value * _TYPE_SCALE)
    x = csr_matrix((values, (rows, cells)), shape=(len(known), SLOTS + 1))
    model = LogisticRegression(C=1.0, max_iter=100, class_weight="balanced")
    model.fit(x, [k for _, k in known])
    for code, weights in zip(model.classes_, _one_row_a_class(model.coef_)):
        table[:, code] = weights * _TYPE_SCALE
    table[-1] = 0
    return table


def _one_row_a_class(weights: Floats) -> Floats:
    """scikit-learn keeps one row for two classes."""
    return np.vstack((-weights, weights)) if len(weights) == 1 else weights
