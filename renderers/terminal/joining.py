"""Joining documents: which one, which files, of what date, or which code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...engine.dossier import commands as do
from ...engine.fields.field_type import Raw
from ...engine.page.files import takes
from ...engine.page.page import Document, FileSlot
from ...engine.source.wording import _, ngettext
from ...engine.store.errors import FileTooLarge
from . import blocks
from .asking import Asker
from .form import Form
from .hints import span
from .paths import Unfit, chosen
from .voice import Back, Voice
from .wrapping import stacked

REMOVE = re.compile(r"-\s*([0-9]{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Joiner:
    """Asks for one document of a page, read again after each change."""

    form: Form
    name: str

    @property
    def voice(self) -> Voice:
        """The conversation."""
        return self.form.desk.voice

    def document(self) -> Document:
        """As it is now."""
        return next(one for one in self.form.page().documents if one.name == self.name)

    def join(self) -> None:
        """Until nothing is missing, or it is passed. Raises Back, Stop, Silence."""
        document, page = self.document(), self.form.page()
        self.voice.say(blocks.document(document, page, self.voice.paper))
        if document.code:
            self._code(document)
        elif not document.choices or self._chosen(document):
            self._slots()

    def _code(self, document: Document) -> None:
        assert document.code is not None
        question = document.code

        def judge(raw: Raw) -> Mapping[str, str]:
            if not raw and document.is_optional:
                return {}
            return self.form.desk.do(do.Code(self.name, raw)).refused

        asker = Asker(self.voice, self.form.page())
        prompt = _("Code [{code}]").format(code=question.raw) if question.raw else _("Code")
        while True:
            line = self.voice.ask(prompt, asker.help(question))
            refused = judge(line or question.raw)
            if not refused:
                return
            self.voice.tell(next(iter(refused.values())))

    def _chosen(self, document: Document) -> bool:
        """Which of these documents is joined; False when none is, where none is needed."""
        self.voice.say(blocks.choices(document.choices, self.voice.paper))
        ids = [choice.id for choice in document.choices]
        now = f" [{ids.index(document.chosen) + 1}]" if document.chosen in ids else ""
        passed = _(" (Entrée pour passer)") if document.is_optional and not now else ""
        prompt = (
            _("Lequel joignez-vous ? ({numbers})").format(numbers=span(len(ids))) + passed + now
        )
        while True:
            line = self.voice.ask(prompt, _("Tapez le numéro du document que vous avez."))
            if not line and (now or document.is_optional):
                return bool(now)
            element = self._element(document, line)
            if element in ids:
                if element != document.chosen:
                    self.form.desk.do(do.Choose(self.name, element))
                return True
            self.voice.tell(_("Tapez le numéro d’un des documents de la liste."))

    def _element(self, document: Document, line: str) -> str:
        number = line.rstrip(".")
        if number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= len(document.choices):
            return document.choices[int(number[:3]) - 1].id
        return line

    def _slots(self) -> None:
        """One place after the other; back from the first one leaves the document."""
        place = 0
        while place < len(slots := self.document().slots):
            try:
                self._slot(slots[place].name, len(slots) == 1)
            except Back:
                if place == 0:
                    raise
                place -= 1
            else:
                place += 1

    def _slot(self, name: str, is_alone: bool) -> None:
        while True:
            slot = self._now(name)
            same = is_alone and slot.title == self.document().title
            self.voice.say(blocks.slot(slot, self.voice.paper, same))
            self._files(name)
            if self._now(name).files and slot.asks_day:
                self._day(name)
            wrong = self._now(name).error
            if not wrong:
                return
            self.voice.tell(wrong)

    def _now(self, name: str) -> FileSlot:
        return next(slot for slot in self.document().slots if slot.name == name)

    def _files(self, name: str) -> None:
        """Files joined and removed, until the person goes on."""
        while True:
            slot, document = self._now(name), self.document()
            may_pass = slot.is_optional or document.is_optional
            line = self.voice.ask(_prompt(slot, may_pass), _how(slot))
            if not line and (len(slot.files) >= slot.least or (may_pass and not slot.files)):
                return
            if not line:
                self.voice.tell(_missing(slot))
            elif found := REMOVE.fullmatch(line):
                self._remove(slot, int(found[1]))
            elif self._joined(slot, line) and slot.most == 1:
                return

    def _remove(self, slot: FileSlot, number: int) -> None:
        if not 1 <= number <= len(slot.files):
            self.voice.tell(_("Aucun fichier ne porte ce numéro."))
            return
        file = slot.files[number - 1]
        self.form.desk.do(do.Detach(slot.name, file.digest))
        self.voice.tell(_("« {name} » est retiré.").format(name=file.name))

    def _joined(self, slot: FileSlot, line: str) -> bool:
        """Whether the file was taken; where one file is all, it takes the place of the other."""
        if 1 < slot.most <= len(slot.files):
            self.voice.tell(_("Il y a déjà assez de fichiers : tapez -1 pour en ôter un."))
            return False
        try:
            file = chosen(line, slot.max_size)
            told = self.form.desk.attach(slot.name, file, slot.max_size)
        except (Unfit, FileTooLarge) as error:
            self.voice.tell(error.sentence)
            return False
        if told.refused:
            self.voice.tell(next(iter(told.refused.values())))
            return False
        if slot.most == 1 and len(self._now(slot.name).files) > 1:
            for former in slot.files:
                self.form.desk.do(do.Detach(slot.name, former.digest))
        self.voice.tell(_("« {name} » est joint.").format(name=file.name))
        return True

    def _day(self, name: str) -> None:
        slot = self._now(name)
        usual = f" [{slot.day}]" if slot.day else ""
        prompt = _("Date du document (jj/mm/aaaa){usual}").format(usual=usual)
        more = _("La date écrite sur le document, par exemple 31/01/2026.")
        while True:
            line = self.voice.ask(prompt, more) or slot.day
            refused = self.form.desk.do(do.Date(name, line)).refused
            if not refused:
                return
            self.voice.tell(next(iter(refused.values())))


def _prompt(slot: FileSlot, may_pass: bool) -> str:
    if slot.files and slot.most == 1:
        return _("Chemin d’un fichier pour le remplacer, ou Entrée pour le garder")
    if slot.files and len(slot.files) >= slot.most:
        return _("Entrée pour continuer, ou -1 pour ôter un fichier")
    if slot.files:
        return _("Chemin d’un autre fichier, ou Entrée pour continuer")
    return _("Chemin du fichier, ou Entrée pour passer") if may_pass else _("Chemin du fichier")


def _how(slot: FileSlot) -> str:
    """How to name a file, and to take one away."""
    told = _(
        "Écrivez le chemin du fichier sur cet ordinateur, par exemple ~/Documents/bail.pdf, ou "
        "faites glisser le fichier dans cette fenêtre. Pour ôter un fichier déjà joint, tapez un "
        "tiret et son numéro, par exemple -1."
    )
    return stacked((slot.help, takes(slot), told))


def _missing(slot: FileSlot) -> str:
    if not slot.files:
        return _("Ce document est nécessaire : donnez le chemin d’un fichier.")
    told = ngettext(
        "Joignez au moins {count} fichier.", "Joignez au moins {count} fichiers.", slot.least
    )
    return told.format(count=slot.least)
