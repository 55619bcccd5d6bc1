"""The last line of a report: how many faults in how many files, or what was found clean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ...engine.analysis.diagnose import Report
from ...engine.source.diagnostic import Severity
from ...engine.source.visible import safe
from ...engine.source.wording import _, listed, ngettext
from .severity import severity_of

_SCENARIO = re.compile(r"""["']?scenario["']?\s*:""")
_PROCEDURE = re.compile(r"""["']?procedure["']?\s*:""")


def summary(report: Report, strict: bool) -> str:
    """« 2 erreurs, 1 avertissement dans 1 fichier. »"""
    if not report.diagnostics:
        return _clean(report)
    counted = Counter(severity_of(found, strict) for found in report.diagnostics)
    errors, warnings = counted[Severity.ERROR], counted[Severity.WARNING]
    parts = [
        ngettext("{count} erreur", "{count} erreurs", errors).format(count=errors)
        if errors
        else "",
        ngettext("{count} avertissement", "{count} avertissements", warnings).format(count=warnings)
        if warnings
        else "",
    ]
    files = len({found.span.file for found in report.diagnostics})
    said = ngettext(
        "{faults} dans {count} fichier.", "{faults} dans {count} fichiers.", files
    ).format(faults=", ".join(filter(None, parts)), count=files)
    rule = safe(report.diagnostics[0].rule)
    return f"{said}\n" + _("Pour comprendre une règle : parcours explain {rule}").format(rule=rule)


def _clean(report: Report) -> str:
    kinds = Counter(_kind(report.lines.get(file, ())) for file in report.files)
    counted = [
        ("procedure", "{count} procédure", "{count} procédures"),
        ("part", "{count} partie commune", "{count} parties communes"),
        ("scenario", "{count} scénario", "{count} scénarios"),
    ]
    looked = [
        ngettext(one, several, kinds[kind]).format(count=kinds[kind])
        for kind, one, several in counted
        if kinds[kind]
    ]
    if not looked:
        return _("Aucun fichier à vérifier.")
    return _("Aucune erreur dans {files}.").format(files=listed(looked))


def _kind(lines: Sequence[str]) -> str:
    """As the checker tells them apart: by a key at the beginning of a line."""
    if any(_SCENARIO.match(line) for line in lines):
        return "scenario"
    return "procedure" if any(_PROCEDURE.match(line) for line in lines) else "part"
