"""Options of the public functions; a command-line flag is a field's name with dashes."""

from __future__ import annotations

from dataclasses import dataclass

from scrub.errors import OptionError


@dataclass(frozen=True, slots=True)
class Options:
    """How a page is judged.

    max_harm: share of honest characters that may be called spam, as measured when the model was
        trained; it picks the threshold from the model's harm curve. 1e-5 is one in 100,000.
    sensitivity: the same share for warnings: what passes only this looser threshold stays in the text,
        and an audit warns of it.
    encoding: how to decode bytes, where the caller knows better than the page.
    models: folder with content.joblib and spam.joblib of one's own; None is what ships with scrub.
    trust_model: load models that do not ship with scrub, though such a file can run code.
    comments: whether readers' comments come with the article, apart from its text: "keep" or "drop".
    """

    max_harm: float = 1e-5
    sensitivity: float = 2e-5
    encoding: str | None = None
    models: str | None = None
    trust_model: bool = False
    comments: str = "keep"

    def __post_init__(self) -> None:
        for name in ("max_harm", "sensitivity"):
            if not 0.0 < getattr(self, name) < 1.0:
                raise OptionError(f"{name} must lie between 0 and 1, not {getattr(self, name)!r}")
        if self.comments not in ("keep", "drop"):
            raise OptionError(f'comments must be "keep" or "drop", not {self.comments!r}')
