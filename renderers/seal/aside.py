"""A file that a stranger made, read in a process of its own: it may crash, hang or grow there."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

if sys.platform != "win32":
    import resource


_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""Settings without which some systems start no Python."""


class Stopped(Exception):
    """The process gave no answer: it was stopped at one of its limits, or it crashed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds of the clock and of the processor, bytes of memory.

    The last two are held where the system can hold a process to them: not on Windows.
    """

    seconds: int
    processor: int
    memory: int


def aside(module: str, content: bytes, limits: Limits) -> bytes:
    """What `python -m module` prints, given that on its standard input. Raises Stopped.

    The module calls `confine` before it reads, and prints what its caller checks: whoever takes it
    over by a file decides what is printed. Nothing else of this process is given to it: the search
    path of modules, and no other setting.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    limit = (str(limits.processor), str(limits.memory))
    try:
        done = subprocess.run(  # noqa: S603 - this Python, and a module of this package
            [sys.executable, "-P", "-m", module, *limit],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=limits.seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Stopped(module) from error
    return done.stdout


def confine(processor: str, memory: str) -> None:
    """Called by the module itself, with its arguments: no file is written, and no core left."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_CPU, int(processor))
        _limit(resource.RLIMIT_AS, int(memory))
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)


def _limit(kind: int, most: int) -> None:
    """A limit that the operator has set lower stays."""
    hard = resource.getrlimit(kind)[1]
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (least, least))
