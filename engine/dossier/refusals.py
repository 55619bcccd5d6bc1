"""Values that cannot be kept, on their way to the decision that tells them."""

from __future__ import annotations

from collections.abc import Mapping

from .events import Event


class Refusals(Exception):
    """French sentences by name; `kept` is what was valid beside them, and is recorded."""

    def __init__(self, sentences: Mapping[str, str], kept: tuple[Event, ...] = ()) -> None:
        super().__init__()
        self.sentences = sentences
        self.kept = kept
