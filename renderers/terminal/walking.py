"""The walk through a procedure: screen after screen, until the request is filed or an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...engine.dossier import commands as do
from ...engine.dossier.not_allowed import NotAllowed
from ...engine.page.page import Button, Page
from ...engine.source.wording import _
from . import blocks
from .desk import Desk
from .examining import attend
from .filling import Filling
from .form import ScreenForm
from .guest import Guest
from .voice import Back, Silence, Stop, Voice
from .wrapping import stacked

Refused = Mapping[str, str]


def walk(desk: Desk, guest: Guest) -> str:
    """Go on until nothing is left to do here; the procedure to open next, or nothing.

    Raises Stop or Silence when the person leaves before that, and the store's errors.
    """
    desk.do(do.Tick())
    while True:
        page = desk.page()
        if desk.is_filed:
            _after(desk)
            return ""
        if page.kind != "end":
            _Screen(desk, guest, page.id).run(page)
        elif (target := _end(desk, page)) is not None:
            return target


def _after(desk: Desk) -> None:
    """A request under examination has actions; another result is only read."""
    if desk.is_examined:
        attend(desk)
    else:
        desk.voice.say(blocks.head(desk.page(), desk.voice.paper))


def _end(desk: Desk, page: Page) -> str | None:
    """The procedure to open, nothing to stop here, None to go on where the person went back."""
    voice = desk.voice
    voice.say(blocks.head(page, voice.paper))
    opening = next((button for button in page.buttons if button.kind == "open"), None)
    try:
        if opening is None:
            voice.ask(_("Entrée pour finir, < pour revenir en arrière"))
            return ""
        agreed = voice.agrees(_("{label} maintenant ?").format(label=opening.label), usual=True)
    except Back:
        if page.back:
            desk.do(do.Go(page.back))
        return None
    except (Stop, Silence):
        return ""
    return opening.target if agreed else ""


@dataclass(frozen=True, slots=True)
class _Screen:
    desk: Desk
    guest: Guest
    id: str

    @property
    def voice(self) -> Voice:
        return self.desk.voice

    def run(self, page: Page) -> None:
        self.voice.say(blocks.head(page, self.voice.paper))
        form = ScreenForm(self.desk, self.id)
        filling = Filling(form, form.secrets)
        try:
            self.fill(form, filling)
        except Back:
            self.back(page)
        except NotAllowed as error:
            self.voice.tell(error.sentence)

    def back(self, page: Page) -> None:
        if page.back:
            self.desk.do(do.Go(page.back))
        else:
            self.voice.tell(_("C’est le premier écran : il n’y a rien avant."))

    def fill(self, form: ScreenForm, filling: Filling) -> None:
        """Answers, then the button, until the dossier has moved."""
        while True:
            filling.run()
            try:
                refused = self.button(form, bool(filling.done))
            except Back:
                if not filling.done:
                    raise
                filling.done.pop()
                continue
            if not refused:
                return
            filling.again(refused)

    def button(self, form: ScreenForm, has_asked: bool) -> Refused:
        """What the screen's button does; what is refused."""
        page = form.page()
        button = page.buttons[0]
        match button.kind:
            case "sign_in":
                account = self.guest.account or self.guest.asked(self.voice)
                known = self.guest.known(self.desk.procedure, self.desk.today)
                return self.desk.do(do.Know(known, account)).refused
            case "resend":
                return self.wait()
            case "submit":
                return self.submit(form, page, button)
        if page.review or not has_asked:
            chosen = self.reviewed(page, _("{label} (Entrée)").format(label=button.label))
            if chosen:
                return self.modify(chosen)
        return self.desk.do(do.Press(self.id)).refused

    def reviewed(self, page: Page, prompt: str) -> str:
        """The screen to modify, or nothing to go on."""
        paper = self.voice.paper
        self.voice.say(
            stacked(
                (
                    blocks.review(page, paper),
                    blocks.given(page, paper),
                    blocks.notes(page, paper, "button"),
                )
            )
        )
        if page.review:
            prompt = _("{prompt}, ou le numéro d’une partie à modifier").format(prompt=prompt)
        while True:
            line = self.voice.ask(prompt)
            if not line:
                return ""
            if section := self.section(page, line):
                return section
            self.voice.tell(_("Appuyez seulement sur Entrée, sans rien écrire."))

    def section(self, page: Page, line: str) -> str:
        number = line.rstrip(".")
        if number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= len(page.review):
            return page.review[int(number[:3]) - 1].screen
        return ""

    def modify(self, screen: str) -> Refused:
        self.desk.do(do.Go(screen))
        return {}

    def wait(self) -> Refused:
        """The link of the message: here, Enter plays it."""
        prompt = _("Démonstration : Entrée ouvre le lien du message, r le renvoie")
        while True:
            match self.voice.ask(prompt).casefold():
                case "":
                    return self.desk.do(do.Tell(self.desk.awaited(self.id))).refused
                case "r":
                    self.desk.do(do.Resend(self.id))
                case _other:
                    self.voice.tell(_("Appuyez sur Entrée, ou tapez r."))

    def submit(self, form: ScreenForm, page: Page, button: Button) -> Refused:
        """The act of filing, confirmed by a whole word."""
        self.voice.say(
            stacked(
                (
                    blocks.review(page, self.voice.paper),
                    blocks.notes(page, self.voice.paper, "button"),
                )
            )
        )
        prompt = _("{label} : tapez oui pour confirmer").format(label=button.label)
        if page.review:
            prompt = _("{prompt}, ou le numéro d’une partie à modifier").format(prompt=prompt)
        while True:
            line = self.voice.ask(prompt).casefold()
            if section := self.section(page, line):
                return self.modify(section)
            if line in ("oui", "o"):
                break
            self.voice.tell(_("Rien n’est déposé. Tapez oui, < pour revenir, ou ! pour arrêter."))
        refused = self.desk.do(do.Submit(self.id, form.secrets)).refused
        if not refused:
            self.confirm()
        return refused

    def confirm(self) -> None:
        """The screens below the act of filing, one after the other."""
        following = _following(self.desk.page(self.id))
        while following:
            page = self.desk.page(following)
            paper = self.voice.paper
            self.voice.say(stacked((blocks.head(page, paper), blocks.given(page, paper))))
            following = _following(page)


def _following(page: Page) -> str:
    return next((button.target for button in page.buttons if button.kind == "go"), "")
