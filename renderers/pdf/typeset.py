"""A template and data become a PDF: accessible, archivable, the same bytes each time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from typst import TypstError

from . import worker
from .clean import cleaned
from .line_ends import unambiguous
from .press import PRESS, NotTypeset

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""What a PDF without a date of its own is dated: the clock would make each copy another file."""

_NAME = re.compile(r"[a-z][a-z_]*")


def typeset(template: str, data: Mapping[str, Any], at: datetime = UNDATED) -> bytes:
    """The PDF of `templates/<template>.typ`, made by a process kept for it: for a server.

    The template reads the data as `json(bytes(sys.inputs.data))`; texts are data and never markup,
    and pictures are `Picture` values, drawn with `image(bytes(…), format: "svg", alt: …)`. `at`
    becomes the date of the file. Raises NotTypeset; ValueError and TypeError for a name or data
    that no template can have.
    """
    return unambiguous(PRESS.compiled(*_request(template, data, at)))


def typeset_here(template: str, data: Mapping[str, Any], at: datetime = UNDATED) -> bytes:
    """The same in this process, for a command that makes one file and ends.

    Typst keeps memory that it never gives back: not for what lives long.
    """
    try:
        return unambiguous(worker.compiled(*_request(template, data, at)))
    except TypstError as error:
        raise NotTypeset(error.diagnostic or error.message) from error


def _request(template: str, data: Mapping[str, Any], at: datetime) -> tuple[str, str, int]:
    if not _NAME.fullmatch(template):
        raise ValueError(f"{template!r} is no template's name")
    written = json.dumps(cleaned(data), ensure_ascii=False, allow_nan=False)
    return template, written, int(at.timestamp())
