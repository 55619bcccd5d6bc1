"""What surrounds the procedures on any portal: the home, the sign-in, the account, a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..dossier.effects import Send
from ..fields.types.secret import CURRENT
from ..model.definitions import Procedure
from ..model.dictionary import Field
from ..source.wording import _
from .page import Button, Given, Page, Question

DOORS = ("orientation", "account")
"""Two procedures have a place of their own: the way in, and the creation of an account. Neither
makes a request of anybody's."""

IDENTIFIER, PASSWORD = "identifier", "password"


@dataclass(frozen=True, slots=True)
class Card:
    """A request or a draft in its owner's list; `said` tells its number, state and day."""

    dossier: str
    title: str
    said: str
    is_filed: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in its reader's list; `said` tells its day and whether it was read."""

    id: str
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class Brick:
    """Where a person may begin: a procedure, and what the brick itself answers in it."""

    procedure: str
    title: str
    text: str = ""
    given: tuple[tuple[str, str], ...] = ()

    @property
    def target(self) -> str:
        """What its button bears: `orientation:titre_sejour`."""
        return ":".join((self.procedure, *(option for _field, option in self.given)))


def bricks(procedures: Iterable[Procedure]) -> tuple[Brick, ...]:
    """The first choice of the orientation, then what no other procedure opens."""
    known = {procedure.id: procedure for procedure in procedures}
    opened = {
        end.open.procedure.name
        for procedure in known.values()
        for end in procedure.ends.values()
        if end.open
    }
    others = (one for one in known.values() if one.id not in {*opened, *DOORS})
    first = _choices(known[DOORS[0]]) if DOORS[0] in known else ()
    return (*first, *(Brick(one.id, one.title, one.audience) for one in others))


def _choices(orientation: Procedure) -> tuple[Brick, ...]:
    """Its first screen is the home page, where it asks one choice and nothing else."""
    field = first_choice(orientation)
    if field is None:
        return (Brick(orientation.id, orientation.title, orientation.audience),)
    return tuple(
        Brick(orientation.id, one.label, one.text, ((field.id, one.id),)) for one in field.options
    )


def first_choice(procedure: Procedure) -> Field | None:
    """The question that the bricks answer, whose options everybody may choose."""
    screen = procedure.steps[0].screens[0]
    if len(screen.fields) != 1 or screen.verify or screen.when or screen.requires:
        return None
    field = procedure.fields.get(screen.fields[0].name)
    if field is None or not field.options or any(one.when for one in field.options):
        return None
    return field


def home(
    procedures: Iterable[Procedure], is_signed_in: bool = False, begun: Iterable[Card] = ()
) -> Page:
    """What was begun in this browser, the bricks, and the account."""
    known = tuple(procedures)
    buttons: list[Button] = []
    for one in begun:
        label = _("Suivre : {title}") if one.is_filed else _("Reprendre : {title}")
        buttons.append(Button("resume", one.dossier, label.format(title=one.title), one.said))
    buttons += [Button("open", one.target, one.title, one.text) for one in bricks(known)]
    if is_signed_in:
        buttons.append(Button("account", "", _("Voir mon compte")))
    else:
        buttons.append(Button("sign_in", "", _("Se connecter")))
        buttons += [
            Button("open", one.id, _("Créer mon compte")) for one in known if one.id == DOORS[1]
        ]
    return _page("home", _("Que voulez-vous faire ?"), buttons=tuple(buttons))


def sign_in(identifier: str = "", error: str = "", text: str = "", *, creates: bool = True) -> Page:
    """The identifier is the foreigner number, or the visa number of who has none yet.

    `creates` is whether an account can be created here.
    """
    questions = (
        Question(
            name=IDENTIFIER,
            label=_("Votre numéro étranger"),
            control="text",
            type="text",
            raw=identifier,
            hint=_("9 ou 10 chiffres. Si vous n’en avez pas, votre numéro de visa."),
            autocomplete="username",
            error=error,
        ),
        Question(
            name=PASSWORD,
            label=_("Votre mot de passe"),
            control="secret",
            type="secret",
            autocomplete=CURRENT,
        ),
    )
    return _page(
        "sign_in",
        _("Se connecter"),
        text=text,
        questions=questions,
        errors=((IDENTIFIER, error),) if error else (),
        buttons=(
            Button("sign_in", "", _("Se connecter")),
            *((Button("open", DOORS[1], _("Créer mon compte")),) if creates else ()),
            Button("forgotten", "", _("J’ai oublié mon mot de passe")),
        ),
    )


def account(cards: Iterable[Card], letters: Iterable[Letter]) -> Page:
    """One's messages, newest first, then one's requests and drafts."""
    read = tuple(Button("read", one.id, one.title, one.said) for one in letters)
    resumed = tuple(Button("resume", one.dossier, one.title, one.said) for one in cards)
    text = "" if read or resumed else _("Vous n’avez ni demande, ni message.")
    return _page("account", _("Mon compte"), text=text, buttons=(*read, *resumed))


def message(sent: Send, titles: Iterable[tuple[str, str]], dossier: str = "") -> Page:
    """A message as it is read in the account; `titles` are the attachments, by id."""
    given = tuple(Given(name, title) for name, title in titles)
    buttons = (Button("resume", dossier, _("Voir ma demande")),) if dossier else ()
    return _page("message", sent.title, text=sent.text, given=given, buttons=buttons)


def _page(
    kind: str,
    title: str,
    *,
    text: str = "",
    questions: tuple[Question, ...] = (),
    errors: tuple[tuple[str, str], ...] = (),
    given: tuple[Given, ...] = (),
    buttons: tuple[Button, ...] = (),
) -> Page:
    return Page(
        kind=kind,
        id=kind,
        procedure="",
        procedure_title="",
        title=title,
        text=text,
        questions=questions,
        errors=errors,
        given=given,
        buttons=buttons,
    )
