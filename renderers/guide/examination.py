"""The chapters after filing: each message, how one comes to read it, and what one does then."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from ...engine.dossier.effects import Effect, Issue, Send
from ...engine.dossier.events import Acted, Issued, Notified
from ...engine.dossier.time import day_of
from ...engine.fields.day import french_date
from ...engine.machine.table import action_trigger
from ...engine.model.basics import APPLICANT
from ...engine.model.placing import actions, screens
from ...engine.page.around import Card, Letter, account, message, sign_in
from ...engine.page.page import Page
from ...engine.scenario.pages import Given, Met, Sent, Shown
from ...engine.source.wording import _
from . import blank
from .brought import letters, papers, titles
from .slides import Chapter, Group, Slide
from .tales import Tale, Told
from .variants import case_of

RECEIVED = _("Étape 1 : Réception d’une notification sur l’adresse électronique de l’usager")
SIGNED_IN = _("Étape 2 : Connexion au compte de l’usager")
ACCOUNT = _("Étape 3 : Accès au compte de l’usager")
READ = _("Étape 4 : Accès à la notification")


@dataclass(slots=True)
class _Episode:
    """A message to the applicant, the documents that came with it, and what it calls for.

    `status` is where the request came with it, `offered` what could not be done before.
    """

    sent: Sent
    issued: list[str]
    tale: Tale
    status: Page | None = None
    offered: frozenset[str] = frozenset()
    actions: dict[str, Page] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """How much it tells."""
        return 2 * len(self.actions) + len(self.issued)


def examination(told: Told) -> tuple[Chapter, ...]:
    """A chapter for each message that calls for an act or brings a document, one for the rest."""
    found = _episodes(told)
    main = [one for one in found if one.weight]
    chapters = [
        Chapter(
            f"examination {one.sent.send.notice}",
            _("Instruction de la demande"),
            _subtitle(told, one),
            tuple(_in_steps(_told(told, one))),
        )
        for one in main
    ]
    drawn = {name for one in main for name in one.actions}
    others = [
        *(slide for one in found if not one.weight for slide in _read(told, one)),
        *_unmet(told, found),
        *_free(told, drawn),
    ]
    if others:
        subtitle = _("Les autres messages et actions")
        groups = (Group(0, tuple(others)),)
        chapters.append(
            Chapter("examination others", _("Instruction de la demande"), subtitle, groups)
        )
    return tuple(chapters)


def _subtitle(told: Told, episode: _Episode) -> str:
    """The message, and the documents that tell one decision from another."""
    issued = (told.procedure.deliverables[name].title for name in episode.issued)
    return " – ".join(dict.fromkeys((episode.sent.send.title, *issued)))


def _after(tale: Tale) -> tuple[Effect, ...]:
    return tale.after


def _episodes(told: Told) -> list[_Episode]:
    """For each notice, the tale in which it tells most, in the order they are first met."""
    best: dict[str, _Episode] = {}
    for tale in _telling(told):
        for episode in _of_tale(tale):
            name = episode.sent.send.notice
            if name not in best or best[name].weight < episode.weight:
                best[name] = episode
    return list(best.values())


def _telling(told: Told) -> Iterator[Tale]:
    """Those whose examination has something that those before them have not."""
    known = set[Hashable]()
    for tale in told.tales:
        new = set(_threads(tale)).difference(known)
        if new:
            known |= new
            yield tale


def _threads(tale: Tale) -> Iterator[Hashable]:
    """Which message came with which documents, and what was done after it."""
    last, issued = "", list[str]()
    for recorded in tale.run.history:
        match recorded.event:
            case Issued(deliverable):
                issued.append(deliverable)
            case Notified(notice):
                last = notice
                yield notice, frozenset(issued)
                issued = []
            case Acted(action):
                yield last, action


def _of_tale(tale: Tale) -> list[_Episode]:
    """An act answers the message that came with it: what was not offered before."""
    found: list[_Episode] = []
    issued: list[str] = []
    state, offered = "", frozenset[str]()
    for met in _after_filing(tale):
        match met:
            case Given(issue):
                issued.append(issue.deliverable)
            case Sent(send) if send.to == APPLICANT and not send.awaits:
                found.append(_Episode(met, issued, tale))
                issued = []
            case Shown(page=page, by=by) if by == APPLICANT and page.kind == "status":
                acts = frozenset(button.target for button in page.buttons)
                if found and page.id != state and found[-1].sent.length == met.length:
                    found[-1].status, found[-1].offered = page, acts - offered
                state, offered = page.id, acts
            case Shown(page=page, by=by) if by == APPLICANT:
                _answered(found, page)
    return found


def _answered(found: list[_Episode], page: Page) -> None:
    calling = next((one for one in reversed(found) if page.id in one.offered), None)
    if calling:
        calling.actions.setdefault(page.id, page)


def _after_filing(tale: Tale) -> Iterator[Met]:
    earlier = [*tale.before, *tale.filing]
    for met in tale.story:
        brought = met.page if isinstance(met, Shown) else _brought(met)
        if brought in earlier:
            earlier.remove(brought)
        elif not (isinstance(met, Shown) and met.page.kind in ("screen", "end")):
            yield met


def _brought(met: Sent | Given) -> Send | Issue:
    return met.send if isinstance(met, Sent) else met.issue


def _in_steps(slides: Iterable[Slide]) -> Iterator[Group]:
    """So that a guide of several procedures goes step by step."""
    for order, (_heading, same) in enumerate(groupby(slides, key=lambda slide: slide.heading)):
        yield Group(order, tuple(same))


def _told(told: Told, episode: _Episode) -> Iterator[Slide]:
    """In four steps, as one does: the mail, the sign-in, the account, the message."""
    name = episode.sent.send.notice
    told = _led(told, episode.tale)
    yield from letters(told, name, RECEIVED, _after)
    yield _slide(told, name, SIGNED_IN, sign_in())
    yield _slide(told, name, ACCOUNT, account(*_listed(told, episode)))
    yield _slide(told, name, READ, _message(told, episode))
    if episode.actions and episode.status:
        yield _slide(told, name, READ, episode.status)
    for page in episode.actions.values():
        yield _slide(told, name, READ, page)
    for deliverable in episode.issued:
        yield from papers(told, deliverable, READ, _after)


def _led(told: Told, lead: Tale) -> Told:
    """One person all through a chapter, as long as that person shows it."""
    others = (tale for tale in told.tales if tale is not lead)
    return replace(told, tales=(lead, *others))


def _read(told: Told, episode: _Episode) -> Iterator[Slide]:
    """The mail, then the message where the account says more."""
    name = episode.sent.send.notice
    yield from letters(_led(told, episode.tale), name, "", _after)
    if episode.sent.send.mail != episode.sent.send.text:
        yield _slide(told, name, "", _message(told, episode))


def _unmet(told: Told, episodes: Iterable[_Episode]) -> Iterator[Slide]:
    """The messages and the documents that nobody received."""
    procedure, early = told.procedure, {*_filed(told), *_awaited(told)}
    sent = {one.sent.send.notice for one in episodes} | early
    given = {name for one in episodes for name in one.issued if one.weight} | early
    for notice in procedure.notices.values():
        if notice.id not in sent and notice.addressee == APPLICANT:
            yield from letters(told, notice.id, "", _after)
    for name in procedure.deliverables:
        if name not in given:
            yield from papers(told, name, "", _after)


def _awaited(told: Told) -> Iterator[str]:
    for _step, screen in screens(told.procedure):
        if screen.await_ and screen.await_.notice:
            yield screen.await_.notice.name


def _filed(told: Told) -> Iterator[str]:
    """What filing brings is told where one files."""
    for effect in (one for tale in told.tales for one in tale.filing):
        match effect:
            case Send(notice=name) | Issue(deliverable=name):
                yield name
    for _step, screen in screens(told.procedure):
        if screen.submit:
            yield from (ref.name for ref in (*screen.submit.notices, *screen.submit.deliver))


def _free(told: Told, drawn: Iterable[str]) -> Iterator[Slide]:
    """What the applicant may do without being called to."""
    left = {a.id: a for a in actions(told.procedure) if a.by == APPLICANT and a.id not in drawn}
    for tale in told.tales:
        done = {trigger for _state, trigger in tale.run.transitions}
        if not done.isdisjoint(map(action_trigger, left)):
            for met in _after_filing(tale):
                if isinstance(met, Shown) and met.page.kind == "action" and met.page.id in left:
                    del left[met.page.id]
                    yield _slide(told, "", "", met.page)
    for action in left.values():
        yield _slide(told, "", "", blank.action(told, action))


def _slide(told: Told, notice: str, heading: str, page: Page) -> Slide:
    key = (notice, page.kind, page.id)
    return Slide(key, heading, page.title, cases=(case_of(told),), page=page)


def _listed(told: Told, episode: _Episode) -> tuple[list[Card], list[Letter]]:
    """The account as it is then: the request, and the message not read yet."""
    day = french_date(day_of(episode.sent.at))
    said = _("Nouveau message du {day}").format(day=day)
    card = Card("", told.procedure.title, _("Demande déposée"))
    return [card], [Letter("", episode.sent.send.title, said)]


def _message(told: Told, episode: _Episode) -> Page:
    send = episode.sent.send
    given = zip(send.attach, titles(told, send), strict=True)
    return replace(message(send, given), procedure_title=told.procedure.title)
