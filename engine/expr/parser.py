"""Tokens into a tree. Never raises: what cannot be understood is a problem and a Broken node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from ..source.wording import _
from .lexer import Token, tokens
from .problem import Problem
from .syntax import (
    MAX_DEPTH,
    MAX_LENGTH,
    And,
    Broken,
    Call,
    Compare,
    Expr,
    In,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Place,
    Product,
    Sum,
    Text,
)

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_WORDS = ("and", "or", "not", "in")
_FRENCH = {
    "et": "and",
    "ou": "or",
    "non": "not",
    "dans": "in",
    "is": "==",
    "AND": "and",
    "OR": "or",
    "NOT": "not",
}


class _TooDeep(Exception):
    def __init__(self, place: Place) -> None:
        self.place = place


def parse(text: str) -> tuple[Expr, tuple[Problem, ...]]:
    """The tree (with Broken nodes where it was not understood) and the problems, in text order."""
    whole = Place(0, len(text))
    if len(text) > MAX_LENGTH:
        message = _("Cette condition a {length} caractères ; {limit} sont permis.")
        return Broken(whole), (
            _syntax(message.format(length=len(text), limit=MAX_LENGTH), whole, _SPLIT),
        )
    if not text.strip():
        return Broken(whole), (
            _syntax(_("Il manque la condition."), whole, _("Écrivez-la, ou supprimez la clé.")),
        )
    found, problems = tokens(text)
    parser = _Parser(found, problems)
    try:
        return parser.whole(), tuple(
            sorted(parser.problems, key=lambda p: (p.place.start, p.place.end))
        )
    except _TooDeep as error:
        message = _("Cette condition s’emboîte sur plus de {limit} niveaux.").format(
            limit=MAX_DEPTH
        )
        return Broken(whole), (_syntax(message, error.place, _SPLIT),)


_SPLIT = _(
    "Partagez-la : mettez des conditions sur l’écran et sur le champ, ou posez une question de plus."
)


def _syntax(message: str, place: Place, cure: str) -> Problem:
    return Problem("condition-syntax", message, place, cure)


def _over(left: Expr, right: Expr) -> Place:
    return Place(left.place.start, right.place.end)


@dataclass(slots=True)
class _Parser:
    found: list[Token]
    problems: list[Problem]
    index: int = 0
    depth: int = 0
    wrapped: set[int] = field(default_factory=set)  # ids of nodes written in parentheses

    @property
    def token(self) -> Token:
        return self.found[self.index]

    def advance(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.index += 1
        return token

    def takes(self, text: str) -> bool:
        """Whether the next token is this sign or word; then it is passed."""
        token = self.token
        if token.text == text and token.kind in ("op", "name"):
            self.index += 1
            return True
        return False

    def complain(self, message: str, place: Place, cure: str = "") -> None:
        """Once per stretch: a token the lexer complained of is not told again."""
        if not any(
            p.place.start <= place.start < max(p.place.end, p.place.start + 1)
            for p in self.problems
        ):
            self.problems.append(_syntax(message, place, cure))

    def deeper(self, by: int = 1) -> None:
        self.depth += by
        if self.depth > MAX_DEPTH:
            raise _TooDeep(self.token.place)

    def whole(self) -> Expr:
        expr = self.condition()
        if self.token.kind == "end":
            return expr
        token = self.token
        self.complain(*_unexpected(token))
        return Broken(Place(expr.place.start, self.found[-1].place.end))

    def condition(self) -> Expr:
        self.deeper()
        expr = self.junction("or", Or, lambda: self.junction("and", And, self.negation))
        self.depth -= 1
        return expr

    def junction(self, word: str, node: type[And] | type[Or], operand: Callable[[], Expr]) -> Expr:
        parts: list[Expr] = [operand()]
        while self.word(word):
            parts.append(operand())
        if len(parts) == 1:
            return parts[0]
        if node is Or:
            self.unmixed(parts)
        return node(_flat(parts, node), _over(parts[0], parts[-1]))

    def word(self, word: str) -> bool:
        """The word, or its French or capital spelling with a complaint."""
        token = self.token
        if token.kind == "name" and token.text not in _WORDS and _FRENCH.get(token.text) == word:
            self.complain(
                _("« {word} » ne s’emploie pas dans une condition.").format(word=token.text),
                token.place,
                _("Écrivez « {meant} ».").format(meant=word),
            )
            self.advance()
            return True
        return self.takes(word)

    def unmixed(self, parts: list[Expr]) -> None:
        for part in parts:
            if isinstance(part, And) and id(part) not in self.wrapped:
                self.complain(
                    _(
                        "« and » et « or » se suivent sans parenthèses : on ne sait lequel lie d’abord."
                    ),
                    part.place,
                    _("Mettez des parenthèses autour de la partie en « and »."),
                )

    def negation(self) -> Expr:
        token = self.token
        if not (token.text == "not" and token.kind == "name"):
            return self.comparison()
        self.deeper()
        self.advance()
        operand = self.negation()
        self.depth -= 1
        return Not(operand, Place(token.place.start, operand.place.end))

    def comparison(self) -> Expr:
        left = self.sum()
        expr = self.compared(left)
        if expr is not left and self.token.text in _COMPARISONS:
            self.complain(
                _("Une comparaison ne s’enchaîne pas."),
                self.token.place,
                _("Écrivez deux comparaisons reliées par « and »."),
            )
            self.advance()
            self.sum()
            return Broken(expr.place)
        return expr

    def compared(self, left: Expr) -> Expr:
        token = self.token
        if token.kind == "op" and token.text in _COMPARISONS:
            self.advance()
            right = self.sum()
            return Compare(token.text, left, right, _over(left, right))
        following = self.found[min(self.index + 1, len(self.found) - 1)]
        negated = token.text == "not" and following.text == "in"
        if negated:
            self.advance()
        if negated or self.token.text in ("in", "dans"):
            self.word("in")
            values, end = self.values()
            return In(left, values, negated, Place(left.place.start, end))
        return left

    def values(self) -> tuple[tuple[Expr, ...], int]:
        opening = self.token
        if not self.takes("["):
            single = self.sum()
            self.complain(
                _("Après « in » vient une liste entre crochets."),
                single.place,
                _("Écrivez in ['a', 'b']."),
            )
            return (single,), single.place.end
        values: list[Expr] = []
        while self.token.text != "]" and self.token.kind != "end":
            values.append(self.sum())
            if not self.takes(","):
                break
        end = self.token.place.end
        if not values:
            self.complain(
                _("Cette liste est vide."),
                Place(opening.place.start, end),
                _("Nommez-y au moins une valeur."),
            )
        self.close("]", opening)
        return tuple(values), end

    def close(self, sign: str, opening: Token) -> None:
        if self.takes(sign):
            return
        if self.token.kind == "end":
            message = _("« {sign} » est ouvert et jamais fermé.").format(sign=opening.text)
            self.complain(message, opening.place, _("Ajoutez « {sign} ».").format(sign=sign))
        else:
            self.complain(*_unexpected(self.token))
            while self.token.kind != "end" and not self.takes(sign):
                self.advance()

    def sum(self) -> Expr:
        left, added = self.product(), 0
        while self.token.kind == "op" and self.token.text in ("+", "-"):
            self.deeper()
            added += 1
            op = self.advance().text
            right = self.product()
            left = Sum(op, left, right, _over(left, right))
        self.depth -= added
        return left

    def product(self) -> Expr:
        left, added = self.unary(), 0
        while self.takes("*"):
            self.deeper()
            added += 1
            right = self.unary()
            left = Product(left, right, _over(left, right))
        self.depth -= added
        return left

    def unary(self) -> Expr:
        token = self.token
        if not self.takes("-"):
            return self.primary()
        self.deeper()
        operand = self.unary()
        self.depth -= 1
        return Negative(operand, Place(token.place.start, operand.place.end))

    def primary(self) -> Expr:
        token = self.advance()
        match token.kind:
            case "number":
                value = Decimal(token.text) if "." in token.text else int(token.text)
                return Number(value, token.place)
            case "text":
                return Text(token.text[1:-1], token.place)
            case "name" if token.text not in _WORDS:
                return self.call(token) if self.token.text == "(" else Name(token.text, token.place)
            case "op" if token.text == "(":
                return self.parenthesis(token)
        if token.kind == "name":
            self.index -= 1
        self.complain(*_unexpected(token))
        return Broken(token.place)

    def parenthesis(self, opening: Token) -> Expr:
        expr = self.condition()
        self.close(")", opening)
        self.wrapped.add(id(expr))
        return expr

    def call(self, name: Token) -> Expr:
        opening = self.advance()
        arguments: list[Expr] = []
        while self.token.text != ")" and self.token.kind != "end":
            arguments.append(self.condition())
            if not self.takes(","):
                break
        end = self.token.place.end
        self.close(")", opening)
        return Call(name.text, tuple(arguments), Place(name.place.start, end))


def _flat(parts: list[Expr], node: type[And] | type[Or]) -> tuple[Expr, ...]:
    """`(a and b) and c` is `a and b and c`: one way to hold each meaning."""
    flat: list[Expr] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, node) else [part])
    return tuple(flat)


def _unexpected(token: Token) -> tuple[str, Place, str]:
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
            "Reliez deux conditions par « and » ou « or », et mettez les textes entre apostrophes droites."
        ),
    )
