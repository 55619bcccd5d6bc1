"""The refusal of a value that the standard cannot hold."""

from __future__ import annotations


class Unsealable(ValueError):
    """A value that no code can hold: `id` names the data field, `message` says why in French."""

    def __init__(self, id_: str, message: str) -> None:
        super().__init__(message)
        self.id = id_
        self.message = message
