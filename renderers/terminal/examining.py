"""After filing: where the request stands, and the actions that may be done now."""

from __future__ import annotations

from ...engine.dossier import commands as do
from ...engine.dossier.not_allowed import NotAllowed
from ...engine.page.page import Button, Page
from ...engine.source.wording import _
from . import blocks
from .desk import Desk
from .filling import Filling
from .form import ActionForm
from .hints import span
from .voice import Back, Silence, Stop
from .wrapping import stacked


def attend(desk: Desk) -> None:
    """Show the request and do actions, as long as the person wishes.

    Raises Stop or Silence when the person leaves in the midst of an action.
    """
    is_first = True
    while True:
        desk.do(do.Tick())
        page = desk.runtime.status(desk.dossier, desk.by)
        _show(desk, page, is_first)
        is_first = False
        chosen = _chosen(desk, page) if page.buttons else None
        if chosen is None:
            return
        try:
            _act(desk, chosen)
        except NotAllowed as error:
            desk.voice.tell(error.sentence)
        except (Back, Stop, Silence) as gone:
            desk.voice.tell(_("L’action n’est pas faite."))
            if not isinstance(gone, Back):
                raise


def _show(desk: Desk, page: Page, is_first: bool) -> None:
    """What was filed does not change: it is read once."""
    paper = desk.voice.paper
    actions = [
        paper.lines(button.label, f"{number}. ", "   ")
        for number, button in enumerate(page.buttons, 1)
    ]
    title = paper.heading(_("Ce que vous pouvez faire"))
    desk.voice.say(
        stacked(
            (
                blocks.head(page, paper),
                blocks.review(page, paper, is_numbered=False) if is_first else "",
                blocks.given(page, paper),
                "\n".join((title, *actions)) if actions else "",
            )
        )
    )


def _chosen(desk: Desk, page: Page) -> Button | None:
    last = len(page.buttons)
    prompt = _("Que voulez-vous faire ? ({numbers}, ou Entrée pour quitter)")
    while True:
        try:
            line = desk.voice.ask(prompt.format(numbers=span(last))).rstrip(".")
        except (Back, Stop, Silence):
            return None
        if not line:
            return None
        if line.isascii() and line.isdigit() and 1 <= int(line[:3]) <= last:
            return page.buttons[int(line[:3]) - 1]
        desk.voice.tell(_("Tapez le numéro d’une action, ou seulement Entrée."))


def _act(desk: Desk, button: Button) -> None:
    form = ActionForm(desk, button.target)
    filling = Filling(form, form.raws)
    desk.voice.say(blocks.head(form.page(), desk.voice.paper))
    while True:
        filling.run()
        try:
            agreed = desk.voice.agrees(_("{label} : confirmez-vous ?").format(label=button.label))
        except Back:
            if not filling.done:
                raise
            filling.done.pop()
            continue
        if not agreed:
            raise Back
        refused = form.act()
        if not refused:
            return
        filling.again(refused)
