"""What the tokens of class names and the first words of blocks are worth: sparse logistic regressions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

from scrub.signals.columns import Columns
from scrub.signals.content.containers import containers, wrappers
from scrub.signals.content.names import SLOTS, address, element_tokens, tokens
from scrub.signals.content.pages import PAGE_TYPES
from scrub.signals.content.wording import READ, beginnings, word_codes
from scrub.signals.content.wording import SLOTS as WORD_SLOTS
from scrub.trainer.steps import few_steps
from scrub.values import Document

Floats = NDArray[np.float32]

_TYPE_SCALE = 10.0  # shares of tokens on a page are small; scaled up so that regularisation is fair


class Bags:
    """Tokens around the blocks of a batch, one row for each innermost container.

    The first SLOTS features are the tokens on the whole path, the others those of the container.
    `inner` marks the blocks from the first to the last of the main content.
    """

    def __init__(self, columns: Columns, share: Floats, weight: Floats, inner: NDArray[np.bool_]) -> None:
        from scipy.sparse import csr_matrix, diags, hstack

        chains = containers(columns)
        which, count, found = element_tokens(columns)
        number = np.cumsum(np.bincount(chains.top, minlength=len(which))) - 1
        labels = found.label < count
        ones = np.ones(int(labels.sum()), dtype=np.float32)
        named = csr_matrix((ones, (found.label[labels], found.slot[labels])), (count, SLOTS))
        m = len(chains)
        member = csr_matrix((np.ones(len(which), dtype=np.float32), (number, np.arange(len(which)))))
        own = member @ (diags((~wrappers(columns)).astype(np.float32)) @ named[which])
        climb = csr_matrix((np.ones(m, dtype=np.float32), (np.arange(m), chains.parent)), shape=(m, m))
        climb.setdiag(0)
        climb.eliminate_zeros()
        path, step = own.copy(), own
        for _ in range(60):
            step = climb @ step
            if not step.nnz:
                break
            path = path + step
        used, member = np.unique(chains.of_block, return_inverse=True)
        words = beginnings(columns, word_codes(columns.points, columns.kind))
        size = np.sqrt(np.maximum(np.minimum(columns.words, READ), 1)).astype(np.float32)
        cells = (1 / size[words.block], (words.block, words.slot))
        # An error in a short block costs few words, but its wording is what gives it away.
        self.worded = csr_matrix(cells, shape=(len(columns), WORD_SLOTS))
        self.block_share = share
        self.block_weight = weight / size
        self.inner_weight = self.block_weight * inner
        self.rows = hstack((path[used], own[used])).tocsr()
        self.whole = _labelled(member, share, weight)
        # Within the main content's stretch most words are right: it is the short blocks that are in doubt.
        self.inner = _labelled(member, share, self.inner_weight)


def _labelled(member: NDArray[np.int64], share: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Share and weight of each container from those of its blocks."""
    total = np.bincount(member, weight)
    return (np.bincount(member, weight * share) / np.maximum(total, 1e-12)).astype(np.float32), total.astype(
        np.float32
    )


def fit_names(bags: Sequence[Bags], strength: float = 0.02) -> Floats:
    """(SLOTS, NAME_SCORES): the table of names."""
    columns = []
    for labels in ([b.whole for b in bags], [b.inner for b in bags]):
        worth = _regression([b.rows for b in bags], labels, strength)
        columns.append(worth.reshape(2, SLOTS).T)
    return np.hstack(columns)


def fit_phrases(bags: Sequence[Bags], strength: float = 0.02) -> Floats:
    """(wording.SLOTS, wording.TABLES): the table of words."""
    rows = [b.worded for b in bags]
    whole = _regression(rows, [(b.block_share, b.block_weight) for b in bags], strength)
    inner = _regression(rows, [(b.block_share, b.inner_weight) for b in bags], strength)
    return np.stack((whole, inner), axis=1)


def _regression(
    bags: Sequence[csr_matrix], labels: Sequence[tuple[Floats, Floats]], strength: float
) -> Floats:
    """Weights of a logistic regression whose targets are shares: each row counts for both answers.

    Labels are the shares and the weights of each bag's rows.
    """
    from scipy.sparse import vstack
    from sklearn.linear_model import LogisticRegression

    known = [weight > 0 for _, weight in labels]
    rows = vstack([bag[k] for bag, k in zip(bags, known)]).tocsr()
    share = np.concatenate([s[k] for (s, _), k in zip(labels, known)])
    weight = np.concatenate([w[k] for (_, w), k in zip(labels, known)])
    yes, no = share > 0, share < 1
    if not yes.any() or not no.any():
        return np.zeros(rows.shape[1], dtype=np.float32)
    target = np.repeat((1, 0), (yes.sum(), no.sum()))
    weights = np.concatenate(((weight * share)[yes], (weight * (1 - share))[no]))
    model = LogisticRegression(C=strength, max_iter=40, tol=1e-2)
    with few_steps():  # the tables are inputs of networks
        model.fit(
            vstack((rows[yes], rows[no])), target, sample_weight=weights * (len(weights) / weights.sum())
        )
    result: Floats = model.coef_[0].astype(np.float32)
    return result


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
    with few_steps():
        model.fit(x, [k for _, k in known])
    for code, weights in zip(model.classes_, _one_row_a_class(model.coef_)):
        table[:, code] = weights * _TYPE_SCALE
    return table


def _page_bag(document: Document) -> csr_matrix:
    """One row: how common each token is among the page's elements, and the words of its address."""
    from scipy.sparse import csr_matrix

    bare = wrappers(Columns([document]))
    labels = [label for label, left_out in zip(document.element_label, bare.tolist()) if not left_out]
    found = tokens((*labels, address(document.url)), 1)
    values = np.where(found.label < len(labels), _TYPE_SCALE / max(len(labels), 1), 1.0)
    return csr_matrix((values, (np.zeros(len(values), dtype=np.int64), found.slot)), shape=(1, SLOTS))


def _one_row_a_class(weights: Floats) -> Floats:
    """scikit-learn keeps one row for two classes."""
    return np.vstack((-weights, weights)) if len(weights) == 1 else weights
