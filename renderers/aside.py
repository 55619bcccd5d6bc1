"""Work done in a process of its own: a stranger's file may crash it, hang it or make it grow."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass

if sys.platform != "win32":
    import resource


MOST_DESCRIPTORS = 32

_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""Settings without which some systems start no Python."""


EVERY: frozenset[int] = (
    frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset()
)
"""The processors that the operator leaves to this process; none where the system does not say."""


class Stopped(Exception):
    """The process gave no answer: it was stopped at one of its limits, or it crashed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds of the clock and of the processor, bytes of memory and of
    what is written to any one file.

    All but the first are held where the system can hold a process to them: not on Windows.
    """

    seconds: int
    processor: int
    memory: int
    written: int = 0


def aside(module: str, content: bytes, limits: Limits) -> bytes:
    """What `python -m module` prints, given that on its standard input. Raises Stopped.

    The module calls `confine` before it reads, with the limits that its arguments are, and prints
    what its caller checks: whoever takes it over by a file decides what is printed.
    """
    try:
        with running_on(EVERY):
            done = subprocess.run(  # noqa: S603 - this Python, and a module of this package
                [*command(module), *map(str, astuple(limits))],
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=surroundings(),
                timeout=limits.seconds,
                check=True,
            )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Stopped(module) from error
    return done.stdout


def command(module: str) -> list[str]:
    """This Python running that module. `-P`: not one of the current folder."""
    return [sys.executable, "-P", "-m", module]


def surroundings() -> dict[str, str]:
    """Its environment: where Python finds its packages, and no setting of this process."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@contextmanager
def running_on(processors: Set[int]) -> Iterator[None]:
    """This thread within, and for good the threads and processes that it starts meanwhile.

    Where the system does not let one say so, it goes on where it was.
    """
    former = os.sched_getaffinity(0) if EVERY else EVERY
    _go_to(processors)
    try:
        yield
    finally:
        _go_to(former)


def _go_to(processors: Set[int]) -> None:
    if processors:
        with suppress(OSError):  # the operator has since taken them away
            os.sched_setaffinity(0, processors)


def confine(limits: Limits) -> None:
    """This process, before it reads: nothing that it does can raise its limits again.

    The clock is the exception: who takes the process over may stop it, so its parent has one too.
    """
    if sys.platform != "win32":
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_CPU, limits.processor)
        _limit(resource.RLIMIT_AS, limits.memory)
        _limit(resource.RLIMIT_FSIZE, limits.written)
        _limit(resource.RLIMIT_NOFILE, MOST_DESCRIPTORS)
        signal.alarm(limits.seconds)


def _limit(kind: int, most: int) -> None:
    """A limit that the operator has set lower stays."""
    hard = resource.getrlimit(kind)[1]
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (least, least))
