"""Quotes that close too early, too late or never."""

from __future__ import annotations

import re

from .diagnostic import Diagnostic, Related
from .position import Span
from .text import Source
from .tree import Scalar, Style
from .wording import _

_QUOTED_PART = re.compile(r"""(?P<quote>['"]).*?(?P=quote)(?=\s*(?:,\s+[\w.-]+:\s|[}\]]))""")
"""Between braces, up to the quote that a comma and a key, or a bracket, follows."""


def here(source: Source, line: int, column: int) -> Span:
    """One character; past the end of the text, its last character."""
    line = min(line, len(source.lines) - 1)
    while line > 0 and not source.lines[line].strip():
        line, column = line - 1, len(source.lines[line - 1])
    column = max(0, min(column, len(source.lines[line]) - 1))
    return source.span((line, column), (line, column + 1))


def fault(message: str, span: Span, cure: str, *related: Related) -> Diagnostic:
    """A fault of the YAML."""
    return Diagnostic("yaml", message, span, cure, related)


def unclosed_quote(source: Source, opening: tuple[int, int]) -> Diagnostic:
    """Up to the end of the file."""
    return fault(
        _("Ce guillemet est ouvert et jamais fermé."),
        here(source, *opening),
        _("Fermez-le à la fin du texte."),
    )


def is_swallowing(last: Scalar, line: int) -> bool:
    """The quoted text just read runs over several lines and stops on the line of the error."""
    quoted = last.style in (Style.SINGLE, Style.DOUBLE)
    return quoted and last.span.line < last.span.end_line == line + 1


def quote_closed_too_late(last: Scalar) -> Diagnostic:
    """The next quote of the file closed it."""
    span = last.span
    end = Span(span.file, span.end_line, span.end_column - 1, span.end_line, span.end_column)
    return fault(
        _(
            "Ce guillemet n’est pas fermé sur sa ligne : le texte court jusqu’à la ligne {line}."
        ).format(line=span.end_line),
        span.first(1),
        _("Fermez-le à la fin du texte."),
        Related(_("le guillemet suivant a servi de fermeture"), end),
    )


def follows_quote(last: Scalar, source: Source, line: int, column: int) -> bool:
    """Whether reading stopped right behind a text in quotes."""
    if last.style not in (Style.SINGLE, Style.DOUBLE) or last.span.end_line != line + 1:
        return False
    between = source.lines[line][last.span.end_column - 1 : column]
    return column >= last.span.end_column - 1 and not between.strip()


def text_after_quote(source: Source, last: Scalar) -> Diagnostic:
    """`'L'identité'`: the second quote closed the text."""
    start = last.span.column - 1
    line = source.lines[last.span.line - 1]
    text = re.sub(r"\s+#\s.*$", "", line[start:]).rstrip()
    if re.search(r"[{\[]", line[:start]) and (found := _QUOTED_PART.match(text)):
        text = found[0]
    inner = text[1:-1] if text[-1] == text[0] else text
    outer = "'" if '"' in inner else '"'
    return fault(
        _("Ce texte commence par un guillemet et continue après le guillemet fermant."),
        Span(last.span.file, last.span.line, start + 1, last.span.line, start + 1 + len(text)),
        _("Entourez le tout : {example}").format(example=f"{outer}{inner}{outer}"),
    )


def bad_escape(source: Source, line: int, column: int) -> Diagnostic:
    """`"\\q"`."""
    return fault(
        _("Entre guillemets doubles, « \\ » commence un code spécial, et celui-ci n’existe pas."),
        here(source, line, column),
        _("Écrivez « \\\\ » pour une barre, ou employez des guillemets simples."),
    )
