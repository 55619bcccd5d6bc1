"""What the portal writes of itself: a JSON object a line, with nothing that names a person."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TOLD = ("request", "method", "route", "status", "ms", "mail", "why", "effect", "count", "file")
"""What a record may carry besides its message: identifiers of ours, never what somebody typed."""


_JSON = json.JSONEncoder(ensure_ascii=False).encode


class Lines(logging.Formatter):
    """An exception is told by its type and its places: its message may quote what was typed."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _said(record),
        }
        line |= {name: getattr(record, name) for name in TOLD if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["fault"] = faults(record.exc_info[1])
        return _JSON(line)


def _said(record: logging.LogRecord) -> str:
    """Ours are fixed words; what another library says is cut before what it quotes."""
    if record.name.startswith("parcours."):
        return str(record.msg)
    return record.getMessage().partition("\n")[0][:200]


def faults(error: BaseException) -> list[str]:
    """The types of an exception and of its causes, and where each was raised."""
    found, seen = [], set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        places = traceback.extract_tb(one.__traceback__)
        shown = (f"{Path(p.filename).name}:{p.lineno} {p.name}" for p in places[-12:])
        found.append(f"{type(one).__name__}: {' > '.join(shown)}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def configuration(level: str = "INFO") -> dict[str, Any]:
    """For `logging.config.dictConfig`: everything to the standard error, in this form.

    What no line tells is not looked for (docs.python.org, Logging HOWTO, Optimization).
    """
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # noqa: SLF001 - as that document tells: nobody is asked who calls
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "parcours": {"level": level},
            "uvicorn": {"level": level},
            "uvicorn.access": {"level": "CRITICAL"},
        },
    }
