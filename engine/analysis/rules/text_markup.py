"""Un texte contient une mise en forme qui serait montrée telle quelle.

Un texte est fait de paragraphes, de listes « - » et de liens « [libellé](https://…) », rien d’autre
: ni balise HTML, ni gras, ni titre, ni gabarit. « {{ nom }} » montre une réponse dans les textes
des écrans, des messages et des documents, pas dans les libellés.

Faux ::

    fields:
      nom: {label: Nom, type: text, max_length: 38}
    flow:
      - screen: identite
        title: Votre identité
        text: Lisez la [notice](http://exemple.fr/notice).
        fields: [nom]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      nom: {label: Nom, type: text, max_length: 38}
    flow:
      - screen: identite
        title: Votre identité
        text: Lisez la [notice](https://exemple.fr/notice).
        fields: [nom]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...source.diagnostic import Diagnostic
from ...source.inside import part
from ...source.tree import Scalar
from ...source.wording import _
from ..rule import Facts, Rule
from ..wordings import Wording, wordings

_TAG = re.compile(r"(<[A-Za-z][^<>]*>)(?:[^<]*</[A-Za-z]+>)?|(</[A-Za-z]+>|<!--)")
_TEMPLATE = re.compile(r"(\{[%#])")
_LINK_START = re.compile(r"\[([^\[\]]*)\]\(")
_TARGET = re.compile(r"https://[^\s()]+\)")
_MARKS = re.compile(r"(\*\*|__)(?=\S).*?\S\1|^(#{1,6}|\*) ", re.MULTILINE)
_ONE_BRACE = re.compile(r"(?<!\{)\{ ?([a-z][a-z0-9_.]*) ?\}(?!\})")
_HOLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)

_UNREAD = (
    (
        _TAG,
        _("« {text} » est une balise : elle serait montrée telle quelle."),
        _("Retirez-la : la mise en forme suit le texte."),
    ),
    (
        _TEMPLATE,
        _("« {text} » serait montré tel quel : un texte n’est pas un gabarit."),
        _("Écrivez une liste de « when » et « text »."),
    ),
    (
        _MARKS,
        _("« {text} » serait montré tel quel : il n’y a ni gras ni titre."),
        _("Retirez-le ; une liste s’écrit avec « - »."),
    ),
)


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every text of every file the procedure is made of."""
    for file in facts.assembled.parts:
        for wording in wordings(file.tree) if file.tree else ():
            yield from _marks(wording.scalar)
            yield from _links(wording.scalar)
            yield from _braces(facts, wording)


def _marks(scalar: Scalar) -> Iterator[Diagnostic]:
    """At the sign alone, which is the group that matched, not at all that it encloses."""
    for pattern, message, cure in _UNREAD:
        for match in pattern.finditer(scalar.text):
            yield _fault(scalar, match, message, cure, match.lastindex or 0)


def _links(scalar: Scalar) -> Iterator[Diagnostic]:
    for match in _LINK_START.finditer(scalar.text):
        if not match[1].strip():
            message = _("Ce lien n’a pas de libellé.")
            yield _fault(scalar, match, message, _("Dites entre les crochets où il mène."))
        elif not _TARGET.match(scalar.text, match.end()):
            message = _("Après « {text} » vient une adresse en https://, puis une parenthèse.")
            yield _fault(scalar, match, message, _("Écrivez [libellé](https://exemple.fr/page)."))


def _braces(facts: Facts, wording: Wording) -> Iterator[Diagnostic]:
    text = wording.scalar.text
    if not wording.is_filled:
        for match in _HOLE.finditer(text):
            message = _("« {text} » serait montré tel quel : ce texte ne montre pas de réponse.")
            cure = _("Dites-le dans le « text: » de l’écran, du message ou du document.")
            yield _fault(wording.scalar, match, message, cure)
    for match in _ONE_BRACE.finditer(text):
        if facts.story.names.declared(match[1]):
            message = _("« {text} » serait montré tel quel : il faut deux accolades.")
            hole = "{{ " + match[1] + " }}"
            yield _fault(wording.scalar, match, message, _("Écrivez {hole}.").format(hole=hole))


def _fault(
    scalar: Scalar, match: re.Match[str], message: str, cure: str, group: int = 0
) -> Diagnostic:
    span = part(scalar, match.start(group), match.end(group))
    return Diagnostic("text-markup", message.replace("{text}", match[group]), span, cure)


RULE = Rule("text-markup", check)
