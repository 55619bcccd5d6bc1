"""What a screen waits for: a message sent to somebody, and the event that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..machine.compiled import Compiled
from ..model.definitions import Await, Notice

Values = Mapping[str, Any]


def address(compiled: Compiled, awaits: Await, values: Values) -> str:
    """To whom its message goes: an event proves nothing of another address given since."""
    if awaits.notice is None:
        return ""
    return recipient(compiled, compiled.procedure.notices[awaits.notice.name], values)


def recipient(compiled: Compiled, notice: Notice, values: Values) -> str:
    """A role, or the address answered to the question that the notice names."""
    to = notice.addressee
    return str(values.get(to, "")) if to in compiled.procedure.fields else to
