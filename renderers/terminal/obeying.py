"""A command line obeyed, and the status it ends with, whatever happens."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

import click

from .command import fault_of_ours, told
from .output import fault_of_world

CLEAN, BROKEN, NO_WAY, INTERRUPTED = 0, 70, 74, 130
"""What the shell is told: 70 is EX_SOFTWARE, 74 EX_IOERR (sysexits.h), 130 is 128 + SIGINT."""


def obey(group: click.Group, arguments: Sequence[str], version: str) -> int:
    """Raises only SystemExit, when who read the output has gone."""
    try:
        status = group.main(list(arguments), prog_name="parcours", standalone_mode=False)
    except click.ClickException as error:
        return _complain(told(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        return _complain(fault_of_world(error), NO_WAY)
    except Exception as error:  # noqa: BLE001 - the outermost layer
        is_debug = os.environ.get("PARCOURS_DEBUG") == "1"
        return _complain(fault_of_ours(error, version, is_debug), BROKEN)
    return status if isinstance(status, int) else CLEAN


def _complain(message: str, status: int) -> int:
    with suppress(OSError):  # nobody hears: the status still tells
        click.echo(message, err=True)
    return status
