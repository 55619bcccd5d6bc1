"""An answer chosen among those offered, by its id or by its label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..source.wording import _
from .field_type import Option, Raw, Refused
from .reading import folded, line_of


def chosen(raw: Raw, options: Sequence[Option]) -> str:
    """The id of the option meant: its id, else its label whatever the case and accents."""
    wrong = not_offered(options)
    text = line_of(raw, wrong)
    if any(option.id == text for option in options):
        return text
    same = [option.id for option in options if option.label == text]
    alike = [option.id for option in options if folded(option.label) == folded(text)]
    if len(found := same or alike) != 1:
        raise Refused(wrong)
    return found[0]


def not_offered(options: Sequence[Option]) -> str:
    """The sentence for an answer that is not offered."""
    if not options:
        return _("Aucune réponse n’est proposée à cette question : passez à la suivante.")
    return _("Choisissez parmi les réponses proposées, par exemple « {label} ».").format(
        label=options[0].label
    )


def check_offered(ids: Iterable[str], options: Sequence[Option]) -> None:
    """Raises Refused when an answer kept is no longer offered."""
    if not {option.id for option in options}.issuperset(ids):
        raise Refused(not_offered(options))


def labels(ids: Iterable[str], options: Sequence[Option]) -> list[str]:
    """The labels, in the order of the options; an option withdrawn is told by its id, last."""
    kept = set(ids)
    known = [option.label for option in options if option.id in kept]
    return known + sorted(kept.difference(option.id for option in options))
