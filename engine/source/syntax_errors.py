"""What libyaml could not read, said in French at the place where the author slipped."""

from __future__ import annotations

import re

import yaml

from .diagnostic import Diagnostic, Related
from .line_slips import Slip, emptied, line_slip, too_deep, untabbed
from .quote_errors import (
    bad_escape,
    fault,
    follows_quote,
    here,
    is_swallowing,
    quote_closed_too_late,
    text_after_quote,
    unclosed_quote,
)
from .text import Source
from .traps import glued_dash
from .tree import Scalar
from .wording import _

_QUOTED_START = re.compile(r"""^\s*(?:-\s+)*[^\s'"#{\[]+:\s+(?P<text>(?P<quote>['"]).*)$""")


def syntax_error(source: Source, error: yaml.MarkedYAMLError, last: Scalar | None) -> Slip:
    """Where libyaml stopped, and how to read on; last is the scalar it read just before."""
    line, column = _mark(error.problem_mark)
    problem, context = str(error.problem), str(error.context)
    if "end of stream" in problem and "quoted scalar" in context:
        return Slip(unclosed_quote(source, _mark(error.context_mark)))
    if "document indicator" in problem:
        return Slip(unclosed_quote(source, _mark(error.context_mark)))
    if "escape" in problem or "hexdecimal" in problem:
        return _of_line(source, bad_escape(source, line, column))
    if found := _of_tab(source, problem, line, column):
        return found
    culprit = _mark(error.context_mark)[0] if "simple key" in context else line
    if found := line_slip(source, culprit, last):
        return found
    if "cannot start any token" in problem:
        return _of_line(source, _bad_first(source, line, column))
    if last is not None and is_swallowing(last, line):
        return Slip(quote_closed_too_late(last))
    if last is not None and follows_quote(last, source, line, column):
        return _of_line(source, text_after_quote(source, last))
    if "',' or" in problem or "flow node" in context:
        return _of_line(source, _in_brackets(source, error, line, column))
    return _of_block(source, error, line, column)


def _of_block(source: Source, error: yaml.MarkedYAMLError, line: int, column: int) -> Slip:
    problem, context = str(error.problem), str(error.context)
    if "simple key" in context:
        return Slip(_not_a_key(source, _mark(error.context_mark)))
    if "block scalar" in context or "alias" in context or "anchor" in context:
        return _of_line(source, _bad_first(source, *_mark(error.context_mark)))
    if "mapping values" in problem:
        return _colon(source, line, column)
    if "'-' indicator" in problem and (found := too_deep(source, line)):
        return found
    return Slip(_structure(source, problem, line, column))


def _of_line(source: Source, diagnostic: Diagnostic) -> Slip:
    """The rest of the file can be read without this line's value."""
    return Slip(diagnostic, emptied(source, diagnostic.span.line - 1))


def _mark(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _of_tab(source: Source, problem: str, line: int, column: int) -> Slip | None:
    text = source.lines[line] if line < len(source.lines) else ""
    tab = text.find("\t")
    is_told = "cannot start any token" in problem or "tab" in problem
    if not is_told or not 0 <= tab <= max(column, len(text) - len(text.lstrip())):
        return None
    diagnostic = fault(
        _("Cette ligne est mise en retrait par une tabulation."),
        here(source, line, tab),
        _("Remplacez-la par des espaces (deux par niveau)."),
    )
    return Slip(diagnostic, untabbed(source))


def _bad_first(source: Source, line: int, column: int) -> Diagnostic:
    """A text begins with a sign that means something to YAML."""
    return fault(
        _("Un texte ne peut pas commencer par « {character} ».").format(
            character=source.lines[line][column : column + 1]
        ),
        here(source, line, column),
        _("Entourez le texte de guillemets doubles."),
    )


def _not_a_key(source: Source, start: tuple[int, int]) -> Diagnostic:
    """`titl` or `fields [nom]`: alone on its line, and no key."""
    line, column = start
    text = re.split(r"\s+#\s", source.lines[line])[0].rstrip()
    word = re.match(r"[\w.-]*", text[column:])
    return fault(
        _("Il manque « : » à cette ligne, qui devrait être « clé: valeur »."),
        source.span((line, column), (line, len(text))),
        _(
            "Écrivez « {word}: » puis sa valeur ; si c’est la suite d’un texte, "
            "mettez-la plus en retrait que sa clé."
        ).format(word=word[0] if word and word[0] else "…"),
    )


def _in_brackets(source: Source, error: yaml.MarkedYAMLError, line: int, column: int) -> Diagnostic:
    opening = _opening(source, _mark(error.context_mark))
    text = source.lines[line] if line < len(source.lines) else ""
    character = text[column : column + 1]
    if line != opening[0] or not text[column:].strip():
        return _never_closed(source, opening)
    if character in ("[", "{", "("):
        return fault(
            _(
                "Entre accolades, « {character} » ne peut pas suivre un texte sans guillemets."
            ).format(character=character),
            here(source, line, column),
            _(
                "Entourez la condition ou le texte de guillemets doubles, "
                "ou écrivez une clé par ligne, sans accolades."
            ),
        )
    if character == ":":
        return _missing_comma(source, line, column) or _quote_the_colon(source, line, column)
    return fault(
        _("Il manque ici une virgule, ou l’accolade ou le crochet fermant."),
        here(source, line, column),
        _("Séparez les éléments par « , », et mettez entre guillemets un texte qui en contient."),
        Related(_("ouvert ici"), here(source, *opening)),
    )


def _never_closed(source: Source, opening: tuple[int, int]) -> Diagnostic:
    span = here(source, *opening)
    if source.lines[opening[0]][opening[1] : opening[1] + 1] == "{":
        message = _("Ce bloc est ouvert et jamais fermé.")
        return fault(message, span, _("Ajoutez « } » à la fin du bloc."))
    message = _("Ce crochet est ouvert et jamais fermé.")
    return fault(message, span, _("Ajoutez « ] » à la fin de la liste."))


def _missing_comma(source: Source, line: int, column: int) -> Diagnostic | None:
    """`{label: Nom type: text}`: French sets a blank before a colon, and YAML's keys have none."""
    word = re.search(r"(?<=[^\s:,{\[] )[a-z_]+$", source.lines[line][:column])
    return word and fault(
        _("Il manque une virgule avant « {key} », ou des guillemets autour du texte.").format(
            key=word[0]
        ),
        source.span((line, word.start()), (line, column)),
        _(
            "Si « {key} » est une clé, mettez une virgule devant ; "
            "sinon, entourez le texte de guillemets doubles."
        ).format(key=word[0]),
    )


def _opening(source: Source, mark: tuple[int, int]) -> tuple[int, int]:
    """The bracket itself: at the end of a file libyaml points just behind it."""
    span = here(source, *mark)
    line, column = span.line - 1, span.column - 1
    while line > 0 and source.lines[line][column : column + 1] not in ("[", "{"):
        line, column = (line, column - 1) if column else (line - 1, len(source.lines[line - 1]) - 1)
    return line, max(column, 0)


def _colon(source: Source, line: int, column: int) -> Slip:
    text = source.lines[line]
    quoted = _QUOTED_START.match(text)
    if re.match(r"^\s*(?:-\s+)*[^\s:#][^:#]*:\s+\S", text[:column]) and not quoted:
        return _of_line(source, _quote_the_colon(source, line, column))
    start = len(text) - len(text.lstrip())
    diagnostic = fault(
        _("Cette ligne est lue comme la suite du texte de la ligne précédente."),
        source.span((line, start), (line, column + 1)),
        _(
            "Alignez-la sur les clés de son niveau ; si la ligne précédente est une clé, "
            "il y manque « : » suivi d’une espace."
        ),
    )
    return Slip(diagnostic)


def _quote_the_colon(source: Source, line: int, column: int) -> Diagnostic:
    text = source.lines[line]
    key = re.match(
        r"^\s*(?:-\s+)*(?:[^\s:]+:\s+)?\{?\s*(?:[^:]*,\s*)?(?P<key>[\w.-]+):\s+", text[:column]
    )
    start = key.end() if key else len(text) - len(text.lstrip())
    end = re.split(r"\s+#\s", text[start:])[0].rstrip()
    example = f'{key["key"]}: "{end}"' if key and '"' not in end and "{" not in text else '"…"'
    return fault(
        _("« : » au milieu d’un texte sans guillemets : YAML y voit une nouvelle clé."),
        here(source, line, column),
        _("Entourez le texte de guillemets doubles : {example}").format(example=example),
    )


def _structure(source: Source, problem: str, line: int, column: int) -> Diagnostic:
    if "block sequence entries" in problem:
        return fault(
            _("Un tiret de liste ne peut pas suivre « clé : » sur la même ligne."),
            here(source, line, column),
            _("Passez à la ligne : chaque élément a sa ligne, qui commence par « - »."),
        )
    if re.match(r"\s*-[^\s-]", source.lines[min(line, len(source.lines) - 1)]):
        return glued_dash(source, line)
    if "'-' indicator" in problem:
        return fault(
            _("Cette ligne n’appartient pas à la liste qui précède."),
            here(source, line, column),
            _("Commencez-la par « - », ou mettez-la en retrait sous l’élément qu’elle complète."),
        )
    if "<document start>" in problem or "directive" in problem:
        return fault(
            _("Cette ligne est hors de la définition."),
            here(source, line, column),
            _("Un fichier contient une seule définition, sans « % », « --- » ni « ... »."),
        )
    return _after_value(source, line, column) or fault(
        _("Cette ligne n’est pas alignée avec les autres clés du bloc, ou il lui manque « : »."),
        here(source, line, column),
        _("Donnez-lui le même retrait que les clés voisines, et écrivez « clé: valeur »."),
    )


def _after_value(source: Source, line: int, column: int) -> Diagnostic | None:
    """On the line of a value that is already whole: one closing sign too many, or more text."""
    text = source.lines[line] if line < len(source.lines) else ""
    starred = re.match(r"\s*(?:-\s+)*(?:[\w.-]+:\s+)?(?=\*)", text)
    if starred:
        return _bad_first(source, line, starred.end())
    if text[column : column + 1] in ("}", "]"):
        message = _("« {sign} » est en trop : rien d’ouvert ne s’y ferme.")
        message = message.format(sign=text[column])
        return fault(message, here(source, line, column), _("Supprimez-le."))
    if text[:column].rstrip().endswith(("}", "]")):
        return fault(
            _("Un texte suit une accolade ou un crochet déjà fermés."),
            source.span((line, column), (line, len(text.rstrip()))),
            _("Mettez-le dans les accolades, ou entourez le tout de guillemets doubles."),
        )
    return None
