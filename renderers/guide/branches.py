"""Every condition of a procedure as a row: what depends on it, and when it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from ...engine.expr.sentence import if_sentence
from ...engine.model.definitions import Document, Procedure, Prose
from ...engine.model.names import Names
from ...engine.model.placing import actions, screens
from ...engine.scenario.branches import Branch, branches
from ...engine.source.wording import _, quoted
from ...engine.two_d_doc import SEAL_TYPES
from ..graph.words import prose
from .tales import Told

FIRST_WORDS = 9
"""Of a text, told of it in the table."""


def rows(told: Told) -> tuple[tuple[str, str], ...]:
    """« La question « … » » and « si … », in order; what is told twice is told once."""
    words = _Words(told.procedure, told.compiled.names)
    found = (
        (words.subject(branch), if_sentence(branch.condition.expr, told.compiled.names))
        for branch in branches(told.procedure)
    )
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Words:
    procedure: Procedure
    names: Names

    def subject(self, branch: Branch) -> str:
        """What depends on the condition, by what people read of it."""
        forms: dict[str, tuple[str, Callable[[str], str]]] = {
            "field": (_("La question {name}"), self.field),
            "option": (_("Le choix {name}"), self.option),
            "attestation": (_("L’attestation {name}"), self.attestation),
            "document": (_("Le document {name}"), self.document),
            "step": (_("L’étape {name}"), self.step),
            "screen": (_("L’écran {name}"), self.screen),
            "check": (_("L’écran {name} laisse continuer"), self.screen),
            "warning": (_("Un avertissement sur l’écran {name}"), self.screen),
            "note": (_("Une note sur l’écran {name}"), self.screen),
            "next": (_("On passe à {name}"), self.target),
            "action": (_("L’action {name}"), self.action),
            "deliverable": (_("Le document délivré {name}"), self.anything),
            "seal": (_("Dans le code signé, la donnée {name}"), self.sealed),
            "text": (_("Un texte de {name}"), self.anything),
        }
        form, told = forms[branch.kind]
        subject = form.format(name=quoted(told(branch.name)))
        if branch.said is None:
            return subject
        words = quoted(_begun(self.said(branch.said, ""), self.beside(branch)))
        return _("{subject} : {words}").format(subject=subject, words=words)

    def beside(self, branch: Branch) -> list[str]:
        """The other texts of the same place."""
        same = (one for one in branches(self.procedure) if one.said and one.said != branch.said)
        ours = (one.said for one in same if (one.kind, one.name) == (branch.kind, branch.name))
        return [self.said(one, "") for one in ours]

    def field(self, name: str) -> str:
        declared = self.names.declared(name)
        return declared.label if declared else name

    def option(self, name: str) -> str:
        field, _dot, option = name.rpartition(".")
        declared = self.names.declared(field)
        return declared.option_label(option) if declared else option

    def attestation(self, name: str) -> str:
        return self.procedure.attestations[name].title or name

    def document(self, name: str) -> str:
        every = (one for d in self.procedure.documents.values() for one in _whole(d))
        found = next(one for one in every if one.id == name)
        return self.said(found.title, name)

    def step(self, name: str) -> str:
        return next(step.title for step in self.procedure.steps if step.id == name)

    def screen(self, name: str) -> str:
        step, screen = next(p for p in screens(self.procedure) if p[1].id == name)
        return self.said(screen.title, step.title)

    def target(self, name: str) -> str:
        end = self.procedure.ends.get(name)
        return end.title if end else self.screen(name)

    def action(self, name: str) -> str:
        return next(one.title for one in actions(self.procedure) if one.id == name)

    def sealed(self, name: str) -> str:
        """As it is printed beside the code."""
        deliverable, _dot, datum = name.rpartition(".")
        seal = self.procedure.deliverables[deliverable].seal
        known = SEAL_TYPES[seal.type].fields if seal and seal.type in SEAL_TYPES else {}
        return _("{datum} – {title}").format(
            datum=known[datum].name if datum in known else datum, title=self.anything(deliverable)
        )

    def anything(self, name: str) -> str:
        """A text is of a screen, an end, a state, an action, a notice, an attestation or a
        deliverable: names of these kinds may coincide, the texts' owners are told alike then."""
        procedure = self.procedure
        if name in procedure.deliverables:
            return procedure.deliverables[name].title
        if name in procedure.notices:
            return self.said(procedure.notices[name].title, name)
        if name in procedure.attestations:
            return self.attestation(name)
        states = procedure.examination.states if procedure.examination else ()
        titles = {one.id: one.title for one in procedure.ends.values()}
        titles |= {one.id: one.title for one in states}
        titles |= {one.id: one.title for one in actions(procedure)}
        return titles[name] if name in titles else self.screen(name)

    def said(self, text: Prose | None, otherwise: str) -> str:
        return prose(text, self.names) if text else otherwise


def _words(text: str) -> list[str]:
    return [word for word in text.split(" ") if word]


def _alike(words: Iterable[str], others: Iterable[str]) -> int:
    """How many they have in common before they part."""
    pairs = zip(words, others, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _begun(text: str, others: Iterable[str]) -> str:
    """Its first words; where others begin alike, the first of its own."""
    words = _words(text)
    alike = max((_alike(words, _words(one)) for one in others), default=0)
    start = alike if FIRST_WORDS // 2 < alike < len(words) else 0
    end = start + FIRST_WORDS
    told = " ".join(words[start:end])
    return "…" * bool(start) + (told if end >= len(words) else f"{told.rstrip('.,;: ')}…")


def _whole(document: Document) -> Iterator[Document]:
    yield document
    for element in document.elements:
        yield from _whole(element)
