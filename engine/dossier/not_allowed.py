"""The wrong moment or the wrong person: nothing is changed, and a sentence says why."""

from __future__ import annotations


class NotAllowed(Exception):
    """Raised before anything is decided; `sentence` is French, for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
