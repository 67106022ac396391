"""Every error scrub raises on purpose.

    ScrubError
    ├── InputError        an input cannot be read: missing, empty, binary, too large, truncated
    │   └── FetchError    an address cannot be fetched: unreachable, refused, wrong status or type
    ├── LabelError        labelled pages are missing, malformed or too few to learn from
    ├── ModelError        a model file is missing, untrusted, or of another schema
    ├── RenderError       a page cannot be rendered, or no browser is there
    └── OptionError       an option has a value that makes no sense

The message is one line for a person: what happened, to which input, what to do.
"""

from __future__ import annotations


class ScrubError(Exception):
    """Base class of everything scrub raises on purpose."""


class InputError(ScrubError):
    """An input cannot be read; other inputs are not affected."""


class FetchError(InputError):
    """An address cannot be fetched."""


class LabelError(ScrubError):
    """Labelled pages are missing, malformed or too few."""


class ModelError(ScrubError):
    """A model file is missing, untrusted, or made for another schema."""


class RenderError(ScrubError):
    """A page cannot be rendered, or no browser can be used."""


class OptionError(ScrubError, ValueError):
    """An option has a value that makes no sense."""
