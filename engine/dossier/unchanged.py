"""What an event leaves as it was: the screens of a path that need not be judged again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..model.definitions import Attestation, Procedure, Screen
from ..model.placing import collected
from .dossier import Dossier


class Unchanged:
    """Between a dossier and what became of it. `is_possible` says whether they can be compared."""

    def __init__(self, procedure: Procedure, before: Dossier, after: Dossier) -> None:
        self._procedure = procedure
        self.is_possible = before.account == after.account and before.known == after.known
        self._is_filing = before.filed is not after.filed
        self._answers = _differing(_judged(before), _judged(after))
        self.pressed = _differing(before.pressed, after.pressed)
        self._ticked = before.ticked ^ after.ticked
        self._happened = before.happened != after.happened
        self._joined = any(
            getattr(before, kind) != getattr(after, kind)
            for kind in ("files", "days", "codes", "chosen")
        )

    def has(self, screen: Screen, asked: Iterable[Attestation], *, was_completed: bool) -> bool:
        """Whether that screen, come to with the same knowledge, is as it was, but for its button,
        which may be `pressed`; `asked` are its attestations that apply.

        Everything that `situation` reads of a dossier for one screen is compared here.
        """
        if self._is_filing and not was_completed:
            return False
        if screen.await_ and (self._happened or screen.id in self.pressed):
            return False
        read = (*screen.verify, *screen.fields) if self._answers else ()
        if any(ref.name in self._answers for ref in read):
            return False
        if self._ticked and any(one.id in self._ticked for one in asked):
            return False
        return not (self._joined and any(collected(self._procedure, screen)))


def _judged(dossier: Dossier) -> Mapping[str, Any]:
    """Filing froze the answers: what is answered since belongs to the examination."""
    return dossier.filed.answers if dossier.filed else dossier.answers


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    if before is after:
        return set()
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
