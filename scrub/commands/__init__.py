"""The command line: flags into options, one call, an exit status. No logic stands here.

A new command is one module with a click command, and one row in COMMANDS.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from scrub.commands.audit import audit
from scrub.commands.clean import clean
from scrub.commands.evaluate import evaluate
from scrub.commands.explain import explain
from scrub.commands.fetch import fetch
from scrub.commands.messages import tell_as_json, tell_error
from scrub.commands.signals import signals
from scrub.commands.status import MEANINGS, Status
from scrub.commands.streams import open_closed_streams
from scrub.commands.train import train
from scrub.commands.undo import undo
from scrub.commands.verify import verify
from scrub.errors import OptionError, ScrubError
from scrub.version import VERSION

COMMANDS = (clean, audit, fetch, explain, train, evaluate, signals, undo, verify)

_STATUSES = "\b\nExit status:\n" + "\n".join(
    f"  {status:>3}  {meaning.split(';')[0].split(' (')[0].split(':')[0].replace('`', '')}"
    for status, meaning in MEANINGS.items()
)


@click.group(
    commands={command.name or "": command for command in COMMANDS},
    epilog=_STATUSES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, message="scrub %(version)s")
def scrub() -> None:
    """Isolate the articles of web pages and remove the spam that was injected into them."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; whatever goes wrong is one line on stderr and a status.

    click's own `main` is passed by: it has other statuses for interrupts and broken pipes.
    """
    tell_as_json(False)
    open_closed_streams()
    try:
        with scrub.make_context("scrub", list(sys.argv[1:] if arguments is None else arguments)) as context:
            status = scrub.invoke(context)
        sys.stdout.flush()
        return int(status)
    except click.exceptions.Exit as finished:  # --help, --version
        return finished.exit_code
    except click.ClickException as error:
        error.show()
        return Status.USAGE
    except (click.Abort, KeyboardInterrupt):
        return Status.INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return Status.BROKEN_PIPE
    except MemoryError:
        tell_error(ScrubError("out of memory"))
        return Status.FAILED
    except OptionError as error:
        tell_error(error)
        return Status.USAGE
    except ScrubError as error:
        tell_error(error)
        return Status.FAILED
    except OSError as error:
        if error.filename is None:  # reading and writing; what opens a file has its name
            _forget_stdout()
            tell_error(OSError((error.strerror or str(error)).lower()))
        else:
            tell_error(OSError(f"{error.filename}: {error.strerror}"))
        return Status.FAILED


def _forget_stdout() -> None:
    """Python flushes stdout once more at exit, into the pipe that nobody reads any longer."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
