"""The person a scenario tells of: what they have done so far, and on which day it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import PurePosixPath

from ..analysis.scenario import Joined, Scenario
from ..analysis.scenario_answers import Answer, raw_of, set_aside, unknown_parts, whole
from ..analysis.scenario_days import dated
from ..dossier import commands as do
from ..dossier.asked import Question
from ..dossier.decide import Decision, decide
from ..dossier.done import Done
from ..dossier.dossier import Dossier
from ..dossier.effects import Effect, Send
from ..dossier.events import File, Recorded
from ..dossier.not_allowed import NotAllowed
from ..dossier.situation import Situation, Visit, situation
from ..dossier.time import PARIS, day_of
from ..fields.field_type import Json, Refused
from ..machine.compiled import Compiled
from ..model.basics import APPLICANT
from ..model.definitions import Document, Ref
from ..model.placing import screens
from ..model.settings import settings_of
from ..source.position import Span
from ..source.wording import _
from .tracing import Tracing, tracing

HOUR = time(10)
"""Of everything that happens on a day of a scenario, in Paris."""

NUMBER = "2026000001"
LINK = "https://exemple.fr/lien"
ACCOUNT = {"email": "personne@exemple.fr", "number": "9900000000"}
"""The particulars that a scenario leaves out."""

MEDIA = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


def instant(day: date) -> datetime:
    """The hour at which things happen on that day."""
    return datetime.combine(day, HOUR, PARIS)


class Person:
    """Drives one dossier in memory; what cannot be done is noted, and nothing is raised."""

    def __init__(self, compiled: Compiled, scenario: Scenario) -> None:
        self.compiled, self.scenario = compiled, scenario
        self.tracing: Tracing = tracing(compiled)
        self.dossier = Dossier()
        self.now = instant(scenario.day)
        self.history: list[Recorded] = []
        self.effects: list[Effect] = []
        self.done: list[Done] = []
        self.refused: dict[str, str] = {}
        self.obstacles: list[tuple[Span, str]] = []
        self.answers = {answer.name.name: answer for answer in whole(scenario.answers)}
        self.unused = [answer.name for answer in self.answers.values()]
        self.unused += [joined.document for joined in scenario.files]
        self.unused += [event.name for event in scenario.events]
        self.unused += [ref for answer in self.answers.values() for ref in self.unknown(answer)]
        self.days = {id(one.happening): one.day for one in dated(scenario)}

    def do(self, command: do.Command, span: Span) -> Decision:
        """Decided and kept; noted at that place of the scenario when it is not allowed."""
        is_final = isinstance(command, do.Submit) or self.dossier.filed is not None
        compiled = self.tracing if is_final else self.compiled
        try:
            decision = decide(compiled, self.dossier, command, self.now, NUMBER, LINK)
        except NotAllowed as refusal:
            self.obstacles.append((span, refusal.sentence))
            return Decision()
        self.done.append(Done(self.now, self.dossier, command, decision))
        self.dossier = decision.dossier
        self.history += decision.events
        self.effects += decision.effects
        for effect in decision.effects:
            if isinstance(effect, Send) and not self.may_receive(effect):
                sentence = _("Le message « {name} » n’a pas de destinataire.")
                self.obstacles.append((span, sentence.format(name=effect.notice)))
        return decision

    def may_receive(self, sent: Send) -> bool:
        """An applicant without an account reads nothing in it."""
        return bool(sent.to) and (sent.to != APPLICANT or bool(self.dossier.account))

    def begin(self) -> None:
        """The draft, with the account and what the registry knows."""
        self.do(do.Open(self.account(), self.known()), self.scenario.span)

    def account(self) -> dict[str, str]:
        """Empty when nobody signs in: nothing asks for it, or the scenario says so."""
        told, procedure = self.scenario.account, self.compiled.procedure
        asked = procedure.requires or any(screen.requires for _step, screen in screens(procedure))
        if self.scenario.is_anonymous or not (told or asked):
            return {}
        particulars = {"email": told.email, "number": told.number} if told else {}
        return {**ACCOUNT, **{key: ref.name for key, ref in particulars.items() if ref}}

    def known(self) -> dict[str, Json]:
        """The registry's values; one that its type refuses is noted."""
        found: dict[str, Json] = {}
        for answer in whole(self.scenario.registry):
            field = self.compiled.procedure.registry.get(answer.name.name)
            if field is None or field.type is None:
                self.unused.append(answer.name)
                continue
            settings = settings_of(field)
            try:
                value = field.type.parse(raw_of(answer.node), settings, self.scenario.day)
            except Refused as refused:
                self.obstacles.append((answer.name.span, refused.sentence))
                continue
            found[field.id] = field.type.pack(value, settings)
        return found

    def situation(self) -> Situation:
        """Where the request stands today."""
        return situation(self.compiled, self.dossier, day_of(self.now))

    def visit(self) -> Visit | None:
        """The screen where it stands."""
        here = self.situation()
        return here.visit(here.current)

    def until(self, day: date) -> None:
        """Time passes, never backwards."""
        self.now = max(self.now, instant(day))

    def use(self, ref: Ref) -> None:
        """What the scenario gives there was asked for."""
        if ref in self.unused:
            self.unused.remove(ref)

    def unknown(self, answer: Answer) -> Iterator[Ref]:
        """Parts that the question does not have."""
        field = self.compiled.procedure.fields.get(answer.name.name)
        if field:
            yield from (part.ref for part in unknown_parts(field, answer.node))

    def note_set_aside(self, question: Question, answer: Answer) -> None:
        """Parts that the question has and that are not asked beside the others."""
        aside = set_aside(question.settings, answer.node, day_of(self.now))
        self.unused += [ref for ref in aside if ref not in self.unused]

    def given(self, name: str) -> Answer | None:
        """The answer told to that question."""
        return self.answers.get(name)

    def join(self, slot: str, document: Document, joined: Joined) -> None:
        """Files, a date, or a code; what is refused is noted under the scenario's own name."""
        self.use(joined.document)
        span = joined.document.span
        found = [self.do(command, span) for command in _joining(slot, document, joined)]
        for decision in found:
            self.refused.update((joined.document.name, said) for said in decision.refused.values())


def _joining(slot: str, document: Document, joined: Joined) -> list[do.Command]:
    if document.code:
        return [do.Code(slot, file.name) for file in joined.files]
    commands: list[do.Command] = [do.Attach(slot, file_named(file.name)) for file in joined.files]
    if joined.dated:
        commands.append(do.Date(slot, joined.dated.text))
    return commands


def file_named(name: str) -> File:
    """A file of that name; its format is told by the name's end."""
    media = MEDIA.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    return File(sha256(name.encode()).hexdigest(), name, 1_000, media)
