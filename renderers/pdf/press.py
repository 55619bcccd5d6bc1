"""One process kept at hand that typesets, restarted when it crashes, hangs or has grown."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ..aside import EVERY, running_on, surroundings
from . import worker

SECONDS = 30.0
RENEWED_AFTER = 200
"""PDFs that one process makes: Typst keeps what it has worked out, a few kilobytes each time."""

MOST_MEMORY = 256 * 1024 * 1024


class NotTypeset(Exception):
    """No PDF was made: a template is wrong, or the process that typesets died or hung."""


class Press:
    """Used by any number of threads, one PDF at a time. Nothing starts before the first one."""

    def __init__(
        self,
        seconds: float = SECONDS,
        renewed_after: int = RENEWED_AFTER,
        memory: int = MOST_MEMORY,
    ) -> None:
        self._seconds = seconds
        self._renewed_after = renewed_after
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._lock = threading.Lock()

    def compiled(self, template: str, data: str, at: int) -> bytes:
        """As `worker.compiled`, in the child. Raises NotTypeset.

        A child that died is replaced and asked again, once: the machine may have killed it for
        another's memory. One that hung is not: the same data would hang it again.
        """
        request = json.dumps({"template": template, "data": data, "at": at}).encode()
        with self._lock:
            for _attempt in range(2):
                try:
                    return self._answer(request)
                except (BrokenPipeError, EOFError):
                    self._close()
        raise NotTypeset(f"the process that typesets died twice on {template!r}")

    def close(self) -> None:
        """End the child; the next PDF starts another."""
        with self._lock:
            self._close()

    def forget(self) -> None:
        """After a fork, the child is the parent's: leave it alone and start one's own."""
        self._lock = threading.Lock()
        if self._process:
            for pipe in _pipes(self._process):
                pipe.close()
            self._process.returncode = 0
        self._process = None

    @property
    def process(self) -> int | None:
        """The number of the child process, if one runs."""
        return self._process.pid if self._process else None

    def _answer(self, request: bytes) -> bytes:
        """What the child gives back. Raises BrokenPipeError or EOFError when it died."""
        process = self._process = self._process or _started()
        given, back = _pipes(process)
        with self._limited(process):
            given.write(worker.REQUEST.pack(len(request)) + request)
            given.flush()
            header = _read(back, worker.ANSWER.size)
            is_typeset, memory, length = worker.ANSWER.unpack(header)
            answer = _read(back, length)
        self._made += 1
        if self._made >= self._renewed_after or memory > self._memory:
            self._close()
        if not is_typeset:
            raise NotTypeset(answer.decode(errors="replace"))
        return answer

    @contextmanager
    def _limited(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Kill the child when it takes too long, and say that, and not that it died."""
        has_hung = threading.Event()

        def end() -> None:
            has_hung.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (BrokenPipeError, EOFError):
            if not has_hung.is_set():
                raise
            self._close()
            raise NotTypeset(f"typesetting took more than {self._seconds:g} s") from None
        finally:
            timer.cancel()

    def _close(self) -> None:
        process, self._process, self._made = self._process, None, 0
        if not process:
            return
        for pipe in _pipes(process):
            try:
                pipe.close()
            except BrokenPipeError:  # what was left to write goes nowhere: the child is dead
                continue
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _started() -> subprocess.Popen[bytes]:
    """A child that finds the packages this process found. `-P`: not those of the current folder."""
    with running_on(EVERY):
        return subprocess.Popen(  # noqa: S603 - this Python, and a file of this package
            [sys.executable, "-P", worker.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=surroundings(),
        )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin
    assert process.stdout
    return process.stdin, process.stdout


def _read(pipe: IO[bytes], length: int) -> bytes:
    """So many bytes. Raises EOFError when the child ended before it had written them."""
    found = pipe.read(length)
    if len(found) < length:
        raise EOFError
    return found


PRESS = Press()
"""The one of this process."""

atexit.register(PRESS.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=PRESS.forget)
