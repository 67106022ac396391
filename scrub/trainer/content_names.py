"""What the tokens of ids and class names are worth: a sparse logistic regression over paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

from scrub.signals.columns import Columns
from scrub.signals.content import NAME_SCORES, SLOTS
from scrub.signals.content.containers import containers
from scrub.signals.content.names import element_tokens, tokens
from scrub.signals.content.pages import PAGE_TYPES, address_tokens
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
        which, count, found = element_tokens(columns)
        number = np.cumsum(np.bincount(chains.top, minlength=len(which))) - 1
        named = csr_matrix((np.ones(len(found.slot), dtype=np.float32), (found.label, found.slot)), (count, SLOTS))
        m = len(chains)
        member = csr_matrix((np.ones(len(which), dtype=np.float32), (number, np.arange(len(which)))))
        own = member @ named[which]
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
    """(SLOTS, NAME_SCORES): the table of names."""
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
    return model.coef_[0].reshape(NAME_SCORES, SLOTS).T.astype(np.float32)


def fit_type_names(documents: Sequence[Document], kind: Sequence[int]) -> Floats:
    """(SLOTS, page types): what names of elements and words of addresses say of the page's type."""
    from scipy.sparse import vstack
    from sklearn.linear_model import LogisticRegression

    table = np.zeros((SLOTS, len(PAGE_TYPES)), dtype=np.float32)
    known = [(d, k) for d, k in zip(documents, kind) if k >= 0]
    if len({k for _, k in known}) < 2:
        return table
    x = vstack([_page_bag(d) for d, _ in known]).tocsr()
    model = LogisticRegression(C=1.0, max_iter=100, class_weight="balanced")
    model.fit(x, [k for _, k in known])
    for code, weights in zip(model.classes_, _one_row_a_class(model.coef_)):
        table[:, code] = weights * _TYPE_SCALE
    return table


def _page_bag(document: Document) -> csr_matrix:
    """One row: how common each token is among the page's elements, and the words of its address."""
    from scipy.sparse import csr_matrix

    size = max(len(document.element_label), 1)
    found, address = tokens(document.element_label), address_tokens([document])
    cells = np.concatenate((found.slot, address.slot))
    values = np.concatenate((np.full(len(found.slot), _TYPE_SCALE / size), np.full(len(address.slot), 1.0)))
    return csr_matrix((values, (np.zeros(len(cells), dtype=np.int64), cells)), shape=(1, SLOTS))


def _one_row_a_class(weights: Floats) -> Floats:
    """scikit-learn keeps one row for two classes."""
    return np.vstack((-weights, weights)) if len(weights) == 1 else weights
