"""The browser around an audit, where one is wanted and can be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from scrub.browser import Browser, RenderOptions
from scrub.commands.messages import tell_note
from scrub.errors import RenderError
from scrub.options import Options
from scrub.survey.rendering import Rendering


@contextmanager
def rendering(wanted: RenderOptions | None, options: Options) -> Iterator[Rendering | None]:
    """What renders the pages; None where nobody wants it, or no browser can be had, which is told."""
    with ExitStack() as stack:
        screen = None
        if wanted:
            try:
                screen = Rendering(stack.enter_context(Browser(wanted)), options)
            except RenderError as error:
                tell_note(f"no page is rendered: {error}")
        yield screen
