"""A document issued, sealed where its definition asks for it: what the portal keeps and sends."""

from __future__ import annotations

from ...engine.dossier.effects import Issue
from ...engine.seal import Issuer, printed, sealed
from ...engine.seal.code import TEST_SUFFIX
from ...engine.source.wording import _
from ..seal.symbol import MENTION, MODULE_MM, QUIET_ZONE, symbol
from .papers import Code, paper


def issued(
    issue: Issue,
    issuer: Issuer | None = None,
    *,
    verify_at: str = "",
    is_demonstration: bool = False,
) -> bytes:
    """The PDF, to be made once and kept: the signature's day is that of the document.

    `verify_at` is the address of a page that verifies. Raises NotTypeset; Unsealable for a value
    that the code cannot hold; ValueError when a sealed document has no issuer, or a test authority
    would sign a paper that is no specimen.
    """
    if not issue.seal:
        return paper(issue, is_demonstration=is_demonstration)
    if issuer is None:
        raise ValueError(f"{issue.deliverable} is sealed, and nobody signs it")
    if issuer.authority.endswith(TEST_SUFFIX) and not is_demonstration:
        raise ValueError(f"{issuer.authority} is for tests: its papers are specimens")
    return paper(issue, code_of(issue, issuer), _verification(verify_at), is_demonstration)


def code_of(issue: Issue, issuer: Issuer) -> Code:
    """The signed code of a document, ready to be drawn. Raises Unsealable."""
    text = sealed(issue.seal, issue.seal_type, issuer, issue.day, issue.day)
    rows = printed(issue.seal, issue.seal_type)
    values = tuple((name, value) for _id, name, value in rows)
    return Code(symbol(text), MODULE_MM, QUIET_ZONE, MENTION, values)


def _verification(address: str) -> str:
    if address:
        return _("Vérifiez ce document à l'adresse {address}.").format(address=address)
    return _("Vérifiez ce document avec la commande « parcours verify ».")
