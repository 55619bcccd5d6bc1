"""The list of documents as a PDF of its own."""

from __future__ import annotations

from typing import Any

from ...engine.model.definitions import Procedure
from ...engine.model.names import Names
from ...engine.source.wording import _
from ..annex.annex import annex_of
from ..pdf.typeset import typeset_here
from .annexes import groups

Data = dict[str, Any]


def documents(procedure: Procedure, names: Names) -> bytes:
    """On upright sheets. Raises NotTypeset."""
    return typeset_here("documents", data(procedure, names))


def data(procedure: Procedure, names: Names) -> Data:
    """For the template `documents.typ`."""
    annex = annex_of(procedure, names, None)
    return {
        "title": _("Documents à fournir – {title}").format(title=procedure.title),
        "about": procedure.title,
        "subtitle": _("Documents à fournir (version {version})").format(version=procedure.version),
        "audience": procedure.audience,
        "groups": groups(annex),
        "nothing": _("Cette démarche ne demande aucun document."),
        "assumed": _("Ce qu’aucun texte ne précise, et qui a été choisi"),
        "assumptions": [(one.about, one.text) for one in annex.assumptions],
    }
