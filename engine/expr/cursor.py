"""Where the parser stands in the tokens, how deep, and what it has complained of."""

from __future__ import annotations

from ..source.wording import _
from .lexer import Token
from .problem import Problem
from .syntax import MAX_DEPTH, Place

FRENCH = {"et": "and", "ou": "or", "non": "not", "dans": "in"}


class TooDeep(Exception):
    """The condition nests beyond the limit, at that place."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Cursor:
    """Moves over tokens; the last one is `end` and is never passed."""

    def __init__(self, tokens: list[Token], problems: list[Problem]) -> None:
        self.tokens = tokens
        self.problems = problems
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The next one."""
        return self.tokens[self.index]

    @property
    def following(self) -> Token:
        """The one after the next."""
        return self.tokens[min(self.index + 1, len(self.tokens) - 1)]

    @property
    def is_done(self) -> bool:
        """Whether only `end` is left."""
        return self.token.kind == "end"

    def advance(self) -> Token:
        """The next token, passed."""
        token = self.token
        if not self.is_done:
            self.index += 1
        return token

    def takes(self, text: str) -> bool:
        """Whether the next token is this sign or word; then it is passed."""
        token = self.token
        if token.text == text and token.kind in ("op", "name"):
            self.index += 1
            return True
        return False

    def takes_word(self, word: str) -> bool:
        """The word, or its French or capital spelling with a complaint."""
        token = self.token
        meant = FRENCH.get(token.text) or token.text.lower()
        if token.kind != "name" or token.text == word or meant != word:
            return self.takes(word)
        self.complain(
            _("« {word} » ne s’emploie pas dans une condition.").format(word=token.text),
            token.place,
            _("Écrivez « {meant} ».").format(meant=word),
        )
        self.advance()
        return True

    def complain(self, message: str, place: Place, cure: str) -> None:
        """Once per stretch: a token already complained of is not told again."""
        if not any(_covers(problem.place, place.start) for problem in self.problems):
            self.problems.append(Problem("condition-syntax", message, place, cure))

    def deeper(self) -> None:
        """One level down; TooDeep beyond the limit."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeep(self.token.place)

    def up(self, levels: int = 1) -> None:
        """As many levels up again."""
        self.depth -= levels

    def close(self, sign: str, opening: Token) -> None:
        """The closing sign, or a complaint at the opening one or at what stands in between."""
        if self.takes(sign):
            return
        if self.is_done:
            message = _("« {sign} » est ouvert et jamais fermé.").format(sign=opening.text)
            self.complain(message, opening.place, _("Ajoutez « {sign} ».").format(sign=sign))
            return
        self.complain(*unexpected(self.token))
        while self.token.kind != "end":
            if self.takes(sign):
                return
            self.advance()


def _covers(place: Place, start: int) -> bool:
    return place.start <= start < max(place.end, place.start + 1)


def unexpected(token: Token) -> tuple[str, Place, str]:
    """What is said of a token that has no business there."""
    if token.kind == "end":
        return _("La condition s’arrête trop tôt."), token.place, _("Complétez-la.")
    if token.text in (")", "]"):
        return (
            _("« {sign} » ferme ce qui n’est pas ouvert.").format(sign=token.text),
            token.place,
            _("Supprimez-le, ou ouvrez-le plus tôt."),
        )
    return (
        _("« {sign} » n’est pas attendu ici.").format(sign=token.text),
        token.place,
        _(
            "Reliez deux conditions par « and » ou « or », "
            "et mettez les textes entre apostrophes droites."
        ),
    )
