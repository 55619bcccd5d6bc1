"""YAML that reads without error but not as its author meant it."""

from __future__ import annotations

import re
from dataclasses import replace

from .diagnostic import Diagnostic, Severity
from .position import Span
from .text import Source
from .tree import Entry, Node, Scalar, Style
from .wording import _


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


def blank_trap(key: Scalar) -> Diagnostic | None:
    """A no-break space, as word processors set them, is for YAML a letter of the key."""
    text = key.text.strip()
    if key.style != Style.PLAIN or text == key.text:
        return None
    start = key.span.column if key.text[0].isspace() else key.span.column + len(text)
    count = len(key.text) - len(text)
    span = replace(key.span, column=start, end_column=start + count)
    return Diagnostic(
        "yaml",
        _("Une espace insécable est collée à la clé « {key} ».").format(key=text),
        span,
        _("Effacez-la ; tapez au besoin des espaces ordinaires."),
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
    found = re.fullmatch(r"([A-Za-z_][\w.-]*):([^\s/].*)", key.text)
    if not found or not comma_trap(key, value):
        return None
    middle = key.span.column + found.start(2)
    meant = Entry(
        replace(key, text=found[1], span=replace(key.span, end_column=middle - 1)),
        replace(key, text=found[2], span=replace(key.span, column=middle)),
    )
    return meant, Diagnostic(
        "yaml",
        _("Il manque une espace après « {key}: ».").format(key=found[1]),
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
