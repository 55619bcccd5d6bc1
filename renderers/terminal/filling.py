"""Filling in a page: its questions, attestations and documents, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...engine.fields.field_type import Raw
from ...engine.page.page import Document, Page, Question, Tick
from ...engine.source.wording import _
from . import blocks
from .asking import Asker
from .form import Form
from .joining import Joiner
from .voice import Back, Voice

Item = Question | Tick | Document


def items(page: Page) -> tuple[Item, ...]:
    """What the person has to answer, in order."""
    asked = (one for one in page.questions if one.is_asked and not one.is_verified)
    return (*asked, *page.ticks, *page.documents)


@dataclass(frozen=True, slots=True)
class Filling:
    """Goes through a form; `done` are the names already gone through, oldest first."""

    form: Form
    secrets: dict[str, Raw]
    done: list[str] = field(default_factory=list)

    @property
    def voice(self) -> Voice:
        """The conversation."""
        return self.form.desk.voice

    def run(self) -> None:
        """Until nothing is left to ask. Raises Back from the first one, Stop, Silence."""
        while item := self._next():
            try:
                self._ask(item)
                self.done.append(item.name)
            except Back:
                if not self.done:
                    raise
                self.done.pop()

    def _next(self) -> Item | None:
        return next((item for item in items(self.form.page()) if item.name not in self.done), None)

    def again(self, refused: Mapping[str, str]) -> None:
        """Say what was refused, and have those asked anew; all of them, if it is none of them."""
        for sentence in dict.fromkeys(refused.values()):
            self.voice.tell(sentence)
        kept = [name for name in self.done if not _concerns(name, refused)]
        self.done[:] = kept if len(kept) < len(self.done) else []

    def _ask(self, item: Item) -> None:
        match item:
            case Question(control="secret"):
                self._secret(item)
            case Question():
                asker = Asker(self.voice, self.form.page(), lambda raw: self._drawn(item, raw))
                asker.ask(item, item.name, item.raw, lambda raw: self._judged(item, raw))
            case Tick():
                self._tick(item)
            case Document():
                Joiner(self.form, item.name).join()

    def _drawn(self, item: Question, raw: Raw) -> Question:
        """As it is with that in its control."""
        asked = self.form.page({item.name: raw}).questions
        return next((one for one in asked if one.name == item.name), item)

    def _judged(self, item: Question, raw: Raw) -> Mapping[str, str]:
        refused = self.form.answer(item.name, raw)
        return {name: told for name, told in refused.items() if _is_below(name, item.name)}

    def _tick(self, item: Tick) -> None:
        self.voice.say(blocks.tick(item, self.form.page(), self.voice.paper))
        more = _("Tapez oui si la phrase est vraie. Cette attestation est nécessaire.")
        while True:
            usual = True if item.is_ticked else None
            on = self.voice.agrees(_("L’attestez-vous ?"), usual, more)
            if on != item.is_ticked or not on:
                self.form.tick(item.name, on)
            if on:
                return
            self.voice.tell(_("Sans cette attestation, vous ne pouvez pas continuer."))

    def _secret(self, item: Question) -> None:
        """Typed twice where it cannot be seen."""
        asker = Asker(self.voice, self.form.page())
        self.voice.say(blocks.question(item, self.form.page(), self.voice.paper))
        while True:
            typed = self.voice.ask(_("Votre réponse"), asker.help(item), hidden=True)
            if not self.voice.is_secret or typed == self._repeated():
                self.secrets[item.name] = typed
                return
            self.voice.tell(_("Les deux réponses sont différentes : recommencez."))

    def _repeated(self) -> str:
        return self.voice.ask(_("La même, une seconde fois"), hidden=True)


def _is_below(name: str, owner: str) -> bool:
    return name == owner or name.startswith(f"{owner}.")


def _concerns(name: str, refused: Iterable[str]) -> bool:
    return any(_is_below(one, name) for one in refused)
