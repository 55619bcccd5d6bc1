"""YAML that reads without error but not as its author meant it."""

from __future__ import annotations

import re
from dataclasses import replace

from .diagnostic import Diagnostic, Severity
from .invisible import BLANKS, blank_name
from .position import Span, start_of
from .text import Source
from .tree import Entry, Node, Scalar, Style
from .wording import _


def empty_file(file: str) -> Diagnostic:
    """Nothing, or comments only."""
    return Diagnostic(
        "yaml",
        _("Ce fichier est vide."),
        start_of(file),
        _("Lancez « parcours new NOM » pour partir d'une petite procédure complète."),
    )


def template_trap(source: Source, brace: Span) -> Diagnostic | None:
    """`{{ nom }}` without quotes is, for YAML, a mapping in a mapping."""
    line = source.lines[brace.line - 1]
    start = brace.column - 1
    if line[start : start + 2] != "{{":
        return None
    close = line.find("}}", start)
    end = close + 2 if close > 0 else start + 2
    return Diagnostic(
        "yaml",
        _(
            "« {{ }} » doit être entre guillemets : sans eux, « { » commence un bloc de clés."
        ).replace("{{ }}", line[start:end]),
        source.span((brace.line - 1, start), (brace.line - 1, end)),
        _("Entourez tout le texte de guillemets doubles : {example}").format(
            example=f'"{line[start:end]} …"'
        ),
    )


def comma_trap(key: Scalar, value: Node) -> Diagnostic | None:
    """`{title: Facture, bail}`: the comma cut the text, « bail » became a key without a value."""
    if not (isinstance(value, Scalar) and value.is_null and value.text == ""):
        return None
    if value.span.column != key.span.end_column or key.style != Style.PLAIN:
        return None
    return Diagnostic(
        "yaml",
        _(
            "La virgule a coupé ce texte : entre accolades, « {key} » est lu "
            "comme une clé sans valeur."
        ).format(key=key.text),
        key.span,
        _("Entourez de guillemets doubles le texte qui contient la virgule."),
    )


def glued_colon(key: Scalar, value: Node) -> tuple[Entry, Diagnostic] | None:
    """`{label:Nom}`: without a blank, the colon is a letter of the key; what was surely meant."""
    found = re.fullmatch(rf"([A-Za-z_][\w.-]*):[{BLANKS}]*([^\s/].*)", key.text)
    if not found or not comma_trap(key, value):
        return None
    middle = key.span.column + found.start(2)
    meant = Entry(
        replace(key, text=found[1], span=replace(key.span, end_column=middle - 1)),
        replace(key, text=found[2], span=replace(key.span, column=middle)),
    )
    blank = key.text[found.end(1) + 1]
    message = _("Il manque une espace après « {key}: ».").format(key=found[1])
    if blank in BLANKS:
        message = _("{blank} suit « {sign} ».").format(blank=blank_name(blank), sign=":")
    return meant, Diagnostic(
        "yaml",
        message,
        key.span,
        _("Écrivez : {example}").format(example=f"{found[1]}: {found[2]}"),
    )


def glued_dash(source: Source, line: int) -> Diagnostic:
    """`-screen: nom`."""
    column = source.lines[line].index("-")
    return Diagnostic(
        "yaml",
        _("Il manque une espace après le tiret."),
        source.span((line, column), (line, column + 2)),
        _("Chaque élément d’une liste commence par « - » et une espace."),
    )


def comment_trap(scalar: Scalar) -> Diagnostic | None:
    """`label: Dossier #2`: one blank and « # » begin a comment, the end of the text is lost."""
    if scalar.style != Style.PLAIN or not scalar.text or scalar.source is None:
        return None
    end = scalar.span.end_column - 1
    line = scalar.source.lines[scalar.span.end_line - 1]
    if line[end : end + 2] != " #" or line[end + 2 : end + 3] in ("", " ", "\t", "#"):
        return None
    return Diagnostic(
        "yaml",
        _("La fin de ce texte, « {lost} », est lue comme un commentaire.").format(
            lost=line[end + 1 :].rstrip()
        ),
        scalar.source.span(
            (scalar.span.end_line - 1, end + 1), (scalar.span.end_line - 1, len(line))
        ),
        _(
            "Entourez le texte de guillemets doubles ; si c’est un commentaire, "
            "écrivez « # » puis une espace."
        ),
        severity=Severity.WARNING,
    )


_CURLY = {"“": "”", "„": "“", "‘": "’"}


def curly_trap(scalar: Scalar) -> Diagnostic | None:
    """`title: “Qui”`: for YAML these quotes are letters of the text."""
    text = scalar.text
    if scalar.style != Style.PLAIN or len(text) < 2 or _CURLY.get(text[0]) != text[-1]:
        return None
    return Diagnostic(
        "yaml",
        _("Ces guillemets courbes font partie du texte, et ne le délimitent pas."),
        scalar.span,
        _("Écrivez des guillemets droits : {example}").format(example=f'"{text[1:-1]}"'),
        severity=Severity.WARNING,
    )


def semicolon_trap(scalar: Scalar) -> tuple[list[Scalar], Diagnostic] | None:
    """`[nom; naissance]`: one name for YAML; those that were surely meant."""
    if scalar.style != Style.PLAIN or not re.fullmatch(r"[\w.]+(\s*;\s*[\w.]+)+", scalar.text):
        return None
    start = scalar.span.column
    names = [
        replace(
            scalar,
            text=found[0],
            span=replace(scalar.span, column=start + found.start(), end_column=start + found.end()),
        )
        for found in re.finditer(r"[\w.]+", scalar.text)
    ]
    column = start + scalar.text.index(";")
    return names, Diagnostic(
        "yaml",
        _("Un point-virgule ne sépare pas les éléments d'une liste."),
        replace(scalar.span, column=column, end_column=column + 1),
        _("Séparez-les par des virgules : {example}").format(
            example=f"[{', '.join(name.text for name in names)}]"
        ),
    )
