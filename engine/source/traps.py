"""YAML that reads without error but not as its author meant it."""

from __future__ import annotations

from .diagnostic import Diagnostic, Severity
from .position import Span
from .text import Source
from .tree import Node, Scalar, Style
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
        _("« {{ }} » doit être entre guillemets, sinon YAML y voit une accolade de bloc.").replace(
            "{{ }}", line[start:end]
        ),
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
            "La virgule a coupé ce texte : entre accolades, « {key} » est lu comme une clé sans valeur."
        ).format(key=key.text),
        key.span,
        _("Entourez de guillemets doubles le texte qui contient la virgule."),
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
            "Entourez le texte de guillemets doubles ; si c’est un commentaire, écrivez « # » puis une espace."
        ),
        severity=Severity.WARNING,
    )
