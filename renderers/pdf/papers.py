"""What applicants carry: the receipt, the certificate, the decision, on one sheet if it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any

from ...engine.dossier.effects import Issue, Lines
from ...engine.fields.day import french_date
from ...engine.page.markup import paragraphs, plain
from ...engine.seal.write import UNWRITTEN
from ...engine.source.wording import NBSP, _, capital
from .clean import Picture, drawable
from .showing import passages
from .typeset import typeset

Data = dict[str, Any]

SERVICE = {
    "name": _("Service"),
    "address": _("Adresse"),
    "phone": _("Téléphone"),
    "email": _("Adresse électronique"),
}
"""What the operator says of who answers, in the order of print."""

ANNOUNCED = "receipt"
"""The template that says, besides, when silence becomes a decision: CRPA R. 112-11-1."""


@dataclass(frozen=True, slots=True)
class Code:
    """A finished code: its modules (true where black), their side, and its values as decoded.

    `mention` is what the standard wants written beside it, `quiet` its white modules on each side.
    """

    modules: tuple[tuple[bool, ...], ...]
    side_mm: float
    quiet: int
    mention: str
    values: Lines


def paper(
    issue: Issue, code: Code | None = None, verify: str = "", is_demonstration: bool = False
) -> bytes:
    """The PDF of a document issued, the same bytes for the same document.

    `verify` is the sentence that tells how to check it. Raises NotTypeset.
    """
    data = told(issue, code, verify, is_demonstration)
    return typeset("paper", data, at=datetime.combine(issue.day, time(12), UTC))


def told(
    issue: Issue, code: Code | None = None, verify: str = "", is_demonstration: bool = False
) -> Data:
    """The same as data, for a template that draws it among other things."""
    return {
        "title": issue.title,
        "number": issue.number,
        "specimen": _specimen() if is_demonstration else None,
        "service": [shown for _label, shown in _service(issue)],
        "dates": list(_dates(issue)),
        "lines": [(label, _visible(shown)) for label, shown in issue.lines],
        "text": [passages(one) for one in paragraphs(issue.text)],
        "receipt": _receipt(issue) if issue.template == ANNOUNCED else None,
        "law": _law(issue),
        "code": _code(code, verify) if code else None,
        "words": _words(),
    }


def _words() -> Data:
    """What the sheet itself says."""
    return {
        "bearer": _("Identité"),
        "head": [_("Rubrique"), _("Information")],
    }


def _specimen() -> Data:
    return {
        "mark": _("SPÉCIMEN"),
        "told": _("Document de démonstration, sans valeur : aucune administration ne l'a délivré."),
    }


def _service(issue: Issue) -> Iterator[tuple[str, str]]:
    """What the operator said, beginning with a capital: « le service » stands alone here."""
    for key, label in SERVICE.items():
        if shown := issue.service.get(key):
            yield label, shown if key == "email" else capital(shown)


def _dates(issue: Issue) -> Iterator[Data]:
    """Each with its label; the last day of validity is what a reader looks for."""
    if issue.number:
        yield {"label": _("Demande"), "shown": f"n°{NBSP}{issue.number}"}
    if issue.filed:
        yield {"label": _("Date de dépôt"), "shown": french_date(issue.filed)}
    yield {"label": _("Date du document"), "shown": french_date(issue.day)}
    if issue.until:
        shown = french_date(issue.until)
        yield {"label": _("Valable jusqu'au"), "shown": shown, "strong": True}


def _visible(shown: str) -> str:
    """A dash where nothing would be drawn: what follows is never taken for the answer."""
    return shown if drawable(shown).strip() else "–"


def _receipt(issue: Issue) -> Data:
    """The mentions of an acknowledgement of receipt sent electronically."""
    received = [(_("Date de réception"), french_date(issue.filed))] if issue.filed else []
    deadlines = [(label, plain(shown)) for label, shown in issue.deadlines]
    return {
        "title": _("Accusé de réception"),
        "lines": [*received, *_service(issue), *deadlines],
        "law": _(
            "Accusé de réception électronique prévu par les articles L. 112-11 et R. 112-11-1 "
            "du code des relations entre le public et l'administration (CRPA)."
        ),
    }


def _law(issue: Issue) -> str:
    if not issue.law:
        return ""
    return _("Textes appliqués : {law}.").format(law=", ".join(issue.law))


def _code(code: Code, verify: str) -> Data:
    side = len(code.modules) + 2 * code.quiet
    return {
        "title": _("Vérifier ce document"),
        "svg": Picture(_drawn(code)),
        "alt": _("Code {mention}. Les données qu'il contient sont écrites à côté.").format(
            mention=code.mention
        ),
        "side": side * code.side_mm,
        "mention": code.mention,
        "head": [_("Donnée signée"), _("Valeur dans le code")],
        "values": list(code.values),
        "told": _(
            "Ce code est signé. Il écrit les noms en capitales, sans accent ni signe. "
            "Si une donnée dit autre chose que le document, le document n'est pas authentique."
        ),
        "unwritten": _unwritten(code),
        "verify": verify,
    }


def _unwritten(code: Code) -> str:
    """The rows are not named: at the start of a line a name would be one more row."""
    if UNWRITTEN not in dict(code.values).values():
        return ""
    told = _("« {sealed} » remplace un nom ou un lieu que ce code ne peut pas écrire.")
    return told.format(sealed=UNWRITTEN)


def _drawn(code: Code) -> str:
    """One path of runs of black modules, so that no seam shows between two of them."""
    side, quiet = len(code.modules) + 2 * code.quiet, code.quiet
    path = "".join(
        f"M{start + quiet} {y}h{end - start}v1h{start - end}z"
        for y, row in enumerate(code.modules, quiet)
        for start, end in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#ffffff"/><path d="{path}"/></svg>'
    )


def _runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Where blacks begin and end."""
    edges = [x for x, (left, right) in enumerate(pairwise((False, *row, False))) if left != right]
    return zip(edges[::2], edges[1::2], strict=True)
