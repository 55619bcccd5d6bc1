"""A name that nothing bears: what it was surely meant to be, or what one may write there."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.definitions import Ref
from ..source.diagnostic import Diagnostic
from ..source.suggest import nearest
from ..source.wording import _


def unknown(rule: str, message: str, ref: Ref, known: Iterable[str], otherwise: str) -> Diagnostic:
    """The message, `{name}` filled in, and the nearest known name as its cure."""
    return Diagnostic(
        rule, message.format(name=ref.name), ref.span, cure(ref.name, known, otherwise)
    )


def cure(name: str, known: Iterable[str], otherwise: str) -> str:
    """« Vouliez-vous … ? », or the other advice when nothing known is near."""
    near = nearest(name, known)
    return _("Vouliez-vous « {name} » ?").format(name=near) if near else otherwise
