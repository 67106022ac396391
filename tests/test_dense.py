"""Small products stay in one thread, and whoever called keeps the threads they had."""

from __future__ import annotations

import pytest

from scrub import dense


class Library:
    """A BLAS that remembers how many threads it was told to use."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.told: list[int] = []

    def set(self, threads: int) -> None:
        self.threads = threads
        self.told.append(threads)


def _with(monkeypatch: pytest.MonkeyPatch, library: Library) -> None:
    monkeypatch.setattr(dense, "_openblas", lambda: (lambda: library.threads, library.set))


def test_threads_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(8)
    _with(monkeypatch, library)
    with dense.one_thread():
        assert library.threads == 1
    assert library.threads == 8


def test_threads_are_given_back_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(8)
    _with(monkeypatch, library)
    with pytest.raises(ValueError, match="inside"), dense.one_thread():
        raise ValueError("inside")
    assert library.threads == 8


def test_one_thread_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(1)
    _with(monkeypatch, library)
    with dense.one_thread():
        pass
    assert library.told == []


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "_openblas", tuple)
    with dense.one_thread():
        pass


def test_what_numpy_brings_is_understood() -> None:
    calls = dense._openblas()
    if not calls:
        pytest.skip("this numpy brings no OpenBLAS of its own")
    before = calls[0]()
    with dense.one_thread():
        assert calls[0]() == 1
    assert calls[0]() == before
