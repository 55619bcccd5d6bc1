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

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_TEMPLATE = re.compile(r"\{%|\{#")
_LINK_START = re.compile(r"\[([^\[\]]*)\]\(")
_TARGET = re.compile(r"https://[^\s()]+\)")
_MARKS = re.compile(r"\*\*(?=\S)|__(?=\S)|^#{1,6} |^\* ", re.MULTILINE)
_ONE_BRACE = re.compile(r"(?<!\{)\{ ?([a-z][a-z0-9_.]*) ?\}(?!\})")
_HOLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every text of every file the procedure is made of."""
    for file in facts.assembled.parts:
        for wording in wordings(file.tree) if file.tree else ():
            yield from _marks(wording.scalar)
            yield from _links(wording.scalar)
            yield from _braces(facts, wording)


def _marks(scalar: Scalar) -> Iterator[Diagnostic]:
    for match in _TAG.finditer(scalar.text):
        message = _("« {text} » est une balise : elle serait montrée telle quelle.")
        yield _fault(scalar, match, message, _("Retirez-la : la mise en forme suit le texte."))
    for match in _TEMPLATE.finditer(scalar.text):
        message = _("« {text} » serait montré tel quel : un texte n’est pas un gabarit.")
        yield _fault(scalar, match, message, _("Écrivez une liste de « when » et « text »."))
    for match in _MARKS.finditer(scalar.text):
        message = _("« {text} » serait montré tel quel : il n’y a ni gras ni titre.")
        yield _fault(scalar, match, message, _("Retirez-le ; une liste s’écrit avec « - »."))


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


def _fault(scalar: Scalar, match: re.Match[str], message: str, cure: str) -> Diagnostic:
    span = part(scalar, match.start(), match.end())
    return Diagnostic("text-markup", message.replace("{text}", match[0].strip()), span, cure)


RULE = Rule("text-markup", check)
