"""A procedure in which the checker found nothing wrong: all that the machine accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from .definitions import Procedure
from .names import Names


@dataclass(frozen=True, slots=True)
class Checked:
    """Handed out by the checker only. `texts` are the files it was read from, by path, its own
    first: the whole bundle that a filed request stays bound to."""

    procedure: Procedure
    names: Names
    texts: Mapping[str, str] = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the bundle, in hexadecimal: the same texts give the same digest."""
        whole = sha256()
        for path, text in sorted(self.texts.items()):
            for part in (path, text):
                data = part.encode()
                whole.update(len(data).to_bytes(8, "big") + data)
        return whole.hexdigest()
