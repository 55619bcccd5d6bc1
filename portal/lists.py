"""Lists of documents as PDFs, each drawn once for a version of its procedure."""

from __future__ import annotations

from threading import Lock

from ..engine.machine.compiled import Compiled
from ..renderers.guide.documents import documents

MOST = 64
"""Versions kept drawn at one time, of some tens of kilobytes each."""


class Lists:
    """Safe to share between threads: a crowd at the first request draws a list once."""

    def __init__(self) -> None:
        self._drawn: dict[str, bytes] = {}
        self._lock = Lock()

    def pdf(self, compiled: Compiled) -> bytes:
        """Everything that may be asked, each with its condition as a sentence."""
        name = f"{compiled.procedure.id} {compiled.checked.digest}"
        with self._lock:
            if name not in self._drawn:
                if len(self._drawn) >= MOST:
                    self._drawn.clear()
                self._drawn[name] = documents(compiled.procedure, compiled.names)
            return self._drawn[name]
