"""Several tokens that French, another language or a spreadsheet would put otherwise.

Only where the grammar expects something else, so that no name an author chose is ever taken for
such a word: two operands never follow each other in a condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..source.wording import _
from .functions import FUNCTIONS
from .lexer import Token
from .meant import folded
from .problem import Problem
from .signs import Slip, faulty, slip
from .syntax import Place

WORDS = ("and", "or", "not", "in")
_MOST_WORDS = 7
_TO_BE = r"(?:(?:est|sont|is) )?"
_COMPARING = tuple(
    (re.compile(pattern), means)
    for pattern, means in (
        (_TO_BE + r"(?:superieure?s?|greater|plus grande?s?) (?:ou egale?s? a|or equal to)", ">="),
        (_TO_BE + r"(?:inferieure?s?|less|plus petite?s?) (?:ou egale?s? a|or equal to)", "<="),
        (_TO_BE + r"(?:superieure?s? a|(?:greater|more) than|plus grande?s? que|plus de)", ">"),
        (_TO_BE + r"(?:inferieure?s? a|less than|plus petite?s? que|moins de)", "<"),
        (_TO_BE + r"(?:au moins|at least)", ">="),
        (_TO_BE + r"(?:au plus|at most)", "<="),
        (_TO_BE + r"(?:n'est )?(?:pas|non|not) (?:dans|in)", "not in"),
        (r"(?:est|is) (?:dans|in)", "in"),
        (r"n'est(?: pas)?|is not|est pas|pas|not|(?:est )?differente?s? de", "!="),
        (_TO_BE + r"(?:egale?s?(?: a)?|equals?(?: to)?)|est|is|vaut", "=="),
    )
)
_IF = ("si", "if", "quand", "lorsque", "when")
_HOLDS = ("contient", "contains", "comprend", "includes", "inclut")


def mended(raw: list[Token]) -> tuple[list[Token], list[Problem]]:
    """The tokens that were meant, closed by `end`, and what is wrong with those written."""
    raw, problems = _without_braces(raw)
    found: list[Token] = []
    opened: list[bool] = []  # for each bracket still open, whether commas part what it holds
    index = 0
    while index < len(raw):
        before = found[-1] if found else None
        slipped = _slip(raw[index : index + _MOST_WORDS], before, any(opened))
        if slipped is None:
            _bracket(raw[index], before, opened)
            found.append(raw[index])
            index += 1
            continue
        found += slipped.meant
        problems.append(slipped.problem)
        index += slipped.count
    return found, problems


def _without_braces(raw: list[Token]) -> tuple[list[Token], list[Problem]]:
    """« {{ nom } » reads on up to the next hole: nothing after the brace is part of it."""
    places = [index for index, token in enumerate(raw) if token.kind == "brace"]
    if not places:
        return raw, []
    first = raw[places[0]]
    if first.text.startswith("{"):
        message = _("Une condition s’écrit sans accolades.")
        problem = Problem("condition-syntax", message, first.place, _("Supprimez-les."))
        return [token for token in raw if token.kind != "brace"], [problem]
    message = _("Une expression se ferme par deux accolades.")
    problem = Problem("condition-syntax", message, first.place, _("Ajoutez « } »."))
    kept = raw[: places[0]]
    if not kept or not _ends_operand(kept[-1]):
        kept = [*kept, Token("bad", first.text, first.place)]
    return [*kept, raw[-1]], [problem]


def _bracket(token: Token, before: Token | None, opened: list[bool]) -> None:
    if token.text in ("(", "["):
        is_call = before is not None and before.kind == "name" and before.text not in WORDS
        opened.append(token.text == "[" or is_call or bool(before and before.text == "in"))
    elif token.text in (")", "]") and opened:
        opened.pop()


def _slip(ahead: Sequence[Token], before: Token | None, is_listed: bool) -> Slip | None:
    first, following = ahead[0], ahead[min(1, len(ahead) - 1)]
    if before is not None and _ends_operand(before):
        found = _between(ahead) or _comparing(ahead) or _holding(ahead, before)
    else:
        found = _prefix(ahead, before) or _uncalled(ahead)
    if found is None and not is_listed:
        found = _comma(ahead)
    return found or faulty(first, following, before)


def _ends_operand(token: Token) -> bool:
    is_word = token.kind == "name" and token.text in WORDS
    return not is_word and (
        token.kind in ("name", "number", "text", "bad") or token.text in (")", "]")
    )


def _starts_operand(token: Token) -> bool:
    is_word = token.kind == "name" and token.text in ("and", "or", "in")
    return not is_word and (token.kind not in ("op", "end") or token.text in ("(", "-", "["))


def _comparing(ahead: Sequence[Token]) -> Slip | None:
    """« est supérieur ou égal à »."""
    words: list[str] = []
    for token in ahead:
        if token.kind not in ("name", "elided"):
            break
        words.append(folded(token.text))
    for count in range(min(len(words), len(ahead) - 1), 0, -1):
        shown, following = " ".join(words[:count]), ahead[count]
        if (shown == "not" and following.text in WORDS) or not _starts_operand(following):
            continue
        for pattern, means in _COMPARING:
            if means != shown and pattern.fullmatch(shown):
                return _compared(tuple(ahead[:count]), means)
    return None


def _compared(over: tuple[Token, ...], means: str) -> Slip:
    shown = " ".join(token.text for token in over)
    place = Place(over[0].place.start, over[-1].place.end)
    kind = "name" if means[-1].isalpha() else "op"
    message = _("« {word} » ne s’emploie pas dans une condition.").format(word=shown)
    cure = _("Écrivez « {meant} ».").format(meant=means)
    return slip(over, tuple(Token(kind, word, place) for word in means.split()), message, cure)


def _between(ahead: Sequence[Token]) -> Slip | None:
    """« entre 18 et 30 »."""
    if len(ahead) < 4 or ahead[0].text not in ("entre", "between"):
        return None
    word, low, joint, high = ahead[:4]
    if joint.text not in ("et", "and") or not (_ends_operand(low) and _ends_operand(high)):
        return None
    message = _("« {word} » ne s’emploie pas dans une condition.").format(word=word.text)
    cure = _("Écrivez deux comparaisons : … >= {low} and … <= {high}.")
    cure = cure.format(low=low.text, high=high.text)
    return slip((word, low, joint, high), (Token("op", ">=", word.place), low), message, cure)


def _holding(ahead: Sequence[Token], before: Token) -> Slip | None:
    """« usages contient 'travail' »."""
    if len(ahead) < 2 or folded(ahead[0].text) not in _HOLDS or ahead[0].kind != "name":
        return None
    word, option = ahead[:2]
    if before.kind != "name" or option.kind not in ("name", "text"):
        return None
    message = _("« {word} » s’écrit avant une parenthèse.").format(word="contains")
    text = option.text.strip("'\"")
    cure = _("Écrivez contains({name}, '{option}').").replace("{name}", before.text)
    return slip((word,), (Token("op", "==", word.place),), message, cure.replace("{option}", text))


def _prefix(ahead: Sequence[Token], before: Token | None) -> Slip | None:
    """« si enfants »."""
    first = ahead[0]
    if before is not None or len(ahead) < 2 or first.text.lower() not in _IF:
        return None
    if not _starts_operand(ahead[1]) or ahead[1].text == "-" or _comparing(ahead[1:]):
        return None
    message = _("Une condition ne commence pas par « {word} ».").format(word=first.text)
    return slip((first,), (), message, _("Supprimez-le."))


def _uncalled(ahead: Sequence[Token]) -> Slip | None:
    """« age naissance »."""
    if len(ahead) < 2 or ahead[0].text not in FUNCTIONS:
        return None
    function, argument = ahead[:2]
    if argument.kind not in ("name", "text") or not _ends_operand(argument):
        return None
    if _comparing(ahead[1:]) or argument.text in ("et", "ou", "dans", "entre", "between"):
        return None
    message = _("Il manque les parenthèses de « {name} ».").format(name=function.text)
    example = f"{function.text}({argument.text})"
    cure = _("Écrivez {example}.").replace("{example}", example)
    return slip((function, argument), (argument,), message, cure)


def _comma(ahead: Sequence[Token]) -> Slip | None:
    """« 1,5 »."""
    if len(ahead) < 3 or [token.kind for token in ahead[:3]] != ["number", "op", "number"]:
        return None
    whole, comma, rest = ahead[:3]
    is_glued = whole.place.end == comma.place.start and comma.place.end == rest.place.start
    if comma.text != "," or not is_glued or "." in whole.text + rest.text:
        return None
    place = Place(whole.place.start, rest.place.end)
    number = f"{whole.text}.{rest.text}"
    message = _("Un nombre s’écrit ici avec un point.")
    cure = _("Écrivez {number}.").format(number=number)
    return slip((whole, comma, rest), (Token("number", number, place),), message, cure)
