"""Every condition of a procedure as a row: what depends on it, and when it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...engine.expr.sentence import if_sentence
from ...engine.model.definitions import Document, Procedure, Prose
from ...engine.model.names import Names
from ...engine.model.placing import actions, screens
from ...engine.scenario.branches import Branch, branches
from ...engine.source.wording import _, quoted
from ..graph.words import prose
from .tales import Told


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
            "seal": (_("Une donnée du code signé de {name}"), self.sealed),
            "text": (_("Un texte de {name}"), self.anything),
        }
        form, told = forms[branch.kind]
        return form.format(name=quoted(told(branch.name)))

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
        return self.anything(name.rpartition(".")[0])

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


def _whole(document: Document) -> Iterator[Document]:
    yield document
    for element in document.elements:
        yield from _whole(element)
