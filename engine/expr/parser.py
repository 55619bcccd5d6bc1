"""Tokens into a tree. Never raises: what cannot be understood is a problem and a Broken node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from ..source.wording import _
from .cursor import Cursor, TooDeep, unexpected
from .lexer import Token, tokens
from .problem import Problem
from .slips import WORDS, mended
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
    show,
)

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_SPLIT = _(
    "Partagez-la : mettez des conditions sur l’écran et sur le champ, "
    "ou posez une question de plus."
)


def parse(text: str) -> tuple[Expr, tuple[Problem, ...]]:
    """The tree (with Broken nodes where it was not understood) and the problems, in text order."""
    whole = Place(0, len(text))
    if len(text) > MAX_LENGTH:
        message = _("Cette condition a {length} caractères ; {limit} sont permis.")
        return _nothing(message.format(length=len(text), limit=MAX_LENGTH), whole, whole, _SPLIT)
    if not text.strip():
        cure = _("Écrivez-la, ou supprimez la clé.")
        return _nothing(_("Il manque la condition."), whole, whole, cure)
    cursor = Cursor(*mended(tokens(text)))
    try:
        expr = _Parser(cursor).whole()
    except TooDeep as error:
        message = _("Cette condition s’emboîte sur plus de {limit} niveaux.")
        return _nothing(message.format(limit=MAX_DEPTH), whole, error.place, _SPLIT)
    return expr, tuple(sorted(cursor.problems, key=lambda p: (p.place.start, p.place.end)))


def _nothing(
    message: str, whole: Place, place: Place, cure: str
) -> tuple[Expr, tuple[Problem, ...]]:
    return Broken(whole), (Problem("condition-syntax", message, place, cure),)


def _in_list(left: Expr, values: tuple[Expr, ...], negated: bool) -> str:
    """The author's own words between brackets, a name being an option without its quotes."""
    words = [f"'{one.path}'" if isinstance(one, Name) else show(one) for one in values]
    match left, values:
        case Text(), (Name(path),):
            cure = _(
                "Écrivez contains({name}, {text}) pour plusieurs réponses, "
                "{name} == {text} pour une seule."
            )
            return cure.replace("{name}", path).replace("{text}", show(left))
        case Name(option), (Name(path),) if not negated:
            cure = _("Écrivez in [{words}], ou contains({name}, '{option}').")
            cure = cure.replace("{name}", path).replace("{option}", option)
        case _:
            cure = _("Écrivez {left} in [{words}].").replace("{left}", show(left))
    cure = cure.replace(" in [", " not in [") if negated else cure
    return cure.replace("{words}", ", ".join(words))


def _over(left: Expr, right: Expr) -> Place:
    return Place(left.place.start, right.place.end)


@dataclass(frozen=True, slots=True)
class _Parser:
    """Recursive descent, one method per level of the grammar."""

    at: Cursor
    wrapped: set[int] = field(default_factory=set)  # ids of nodes written in parentheses

    def whole(self) -> Expr:
        expr = self.condition()
        if self.at.is_done:
            return expr
        self.at.complain(*unexpected(self.at.token))
        return Broken(Place(expr.place.start, self.at.tokens[-1].place.end))

    def condition(self) -> Expr:
        self.at.deeper()
        expr = self.junction("or", Or, lambda: self.junction("and", And, self.negation))
        self.at.up()
        return expr

    def junction(self, word: str, node: type[And] | type[Or], operand: Callable[[], Expr]) -> Expr:
        parts = [operand()]
        while self.at.takes_word(word):
            parts.append(operand())
        if len(parts) == 1:
            return parts[0]
        if node is Or:
            self.unmixed(parts)
        # `(a and b) and c` is `a and b and c`: one way to hold each meaning.
        flat = [one for part in parts for one in (part.parts if isinstance(part, node) else [part])]
        return node(tuple(flat), _over(parts[0], parts[-1]))

    def unmixed(self, parts: list[Expr]) -> None:
        for part in parts:
            if isinstance(part, And) and id(part) not in self.wrapped:
                self.at.complain(
                    _(
                        "« and » et « or » se suivent sans parenthèses : "
                        "on ne sait lequel lie d’abord."
                    ),
                    part.place,
                    _("Mettez des parenthèses autour de la partie en « and »."),
                )

    def negation(self) -> Expr:
        token = self.at.token
        if not self.at.takes_word("not"):
            return self.comparison()
        self.at.deeper()
        operand = self.negation()
        self.at.up()
        return Not(operand, Place(token.place.start, operand.place.end))

    def comparison(self) -> Expr:
        left = self.sum()
        expr = self.compared(left)
        if expr is left or self.at.token.text not in _COMPARISONS:
            return expr
        message = _("Une comparaison ne s’enchaîne pas.")
        cure = _("Écrivez deux comparaisons reliées par « and ».")
        self.at.complain(message, self.at.token.place, cure)
        self.at.advance()
        self.sum()
        return Broken(expr.place)

    def compared(self, left: Expr) -> Expr:
        token = self.at.token
        if token.kind == "op" and token.text in _COMPARISONS:
            self.at.advance()
            if self.at.token.text == "[":
                return self.listed(left, token)
            right = self.sum()
            return Compare(token.text, left, right, _over(left, right))
        negated = token.text == "not" and self.at.following.text == "in"
        if negated:
            self.at.advance()
        if not self.at.takes_word("in"):
            return left
        values, end = self.values(left, negated)
        return In(left, values, negated, Place(left.place.start, end))

    def listed(self, left: Expr, sign: Token) -> Expr:
        """`situation == ['a', 'b']`."""
        negated = sign.text == "!="
        values, end = self.values(left, negated)
        meant = In(left, values, negated, Place(left.place.start, end))
        message = _("« {sign} » compare avec une seule valeur.").format(sign=sign.text)
        self.at.complain(message, sign.place, _in_list(left, values, negated))
        return meant

    def values(self, left: Expr, negated: bool) -> tuple[tuple[Expr, ...], int]:
        opening = self.at.token
        if not self.at.takes("["):
            return self.unbracketed(left, negated, opening)
        values, end = self.sequence("]", self.sum)
        if not values:
            place = Place(opening.place.start, end)
            self.at.complain(_("Cette liste est vide."), place, _("Nommez-y au moins une valeur."))
        self.at.close("]", opening)
        return values, end

    def unbracketed(
        self, left: Expr, negated: bool, opening: Token
    ) -> tuple[tuple[Expr, ...], int]:
        """`in ('a', 'b')` and `in 'a', 'b'`."""
        if self.at.takes("("):
            values, end = self.sequence(")", self.sum)
            place = opening.place
        else:
            values = (self.sum(),)
            while self.at.takes(","):
                values = (*values, self.sum())
            end = values[-1].place.end
            place = Place(values[0].place.start, end)
        message = _("Après « in » vient une liste entre crochets.")
        self.at.complain(message, place, _in_list(left, values, negated))
        if opening.text == "(":
            self.at.close(")", opening)
        return values, end

    def sequence(self, sign: str, item: Callable[[], Expr]) -> tuple[tuple[Expr, ...], int]:
        """Items between commas up to that sign, which is left; where the sign ends."""
        found: list[Expr] = []
        while self.at.token.text != sign and not self.at.is_done:
            found.append(item())
            if not self.at.takes(","):
                break
        return tuple(found), self.at.token.place.end

    def sum(self) -> Expr:
        left, added = self.product(), 0
        while self.at.token.kind == "op" and self.at.token.text in ("+", "-"):
            self.at.deeper()
            added += 1
            op = self.at.advance().text
            right = self.product()
            left = Sum(op, left, right, _over(left, right))
        self.at.up(added)
        return left

    def product(self) -> Expr:
        left, added = self.unary(), 0
        while self.at.takes("*"):
            self.at.deeper()
            added += 1
            right = self.unary()
            left = Product(left, right, _over(left, right))
        self.at.up(added)
        return left

    def unary(self) -> Expr:
        token = self.at.token
        if not self.at.takes("-"):
            return self.primary()
        self.at.deeper()
        operand = self.unary()
        self.at.up()
        return Negative(operand, Place(token.place.start, operand.place.end))

    def primary(self) -> Expr:
        token = self.at.token
        if token.kind == "name" and token.text in WORDS:
            self.at.complain(*unexpected(token))
            return Broken(token.place)
        self.at.advance()
        match token.kind:
            case "number":
                value = Decimal(token.text) if "." in token.text else int(token.text)
                return Number(value, token.place)
            case "text":
                return Text(token.text[1:-1], token.place)
            case "name":
                is_call = self.at.token.text == "("
                return self.call(token) if is_call else Name(token.text, token.place)
            case "op" if token.text == "(":
                return self.parenthesis(token)
        self.at.complain(*unexpected(token))
        return Broken(token.place)

    def parenthesis(self, opening: Token) -> Expr:
        expr = self.condition()
        self.at.close(")", opening)
        self.wrapped.add(id(expr))
        return expr

    def call(self, name: Token) -> Expr:
        opening = self.at.advance()
        arguments, end = self.sequence(")", self.condition)
        self.at.close(")", opening)
        return Call(name.text, arguments, Place(name.place.start, end))
