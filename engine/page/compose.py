"""A dossier into a page: the screen where it stands, an end, or the request once filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from ..dossier.dossier import Dossier
from ..dossier.examining import Possible, possible
from ..dossier.not_allowed import NotAllowed
from ..dossier.saying import Speaker
from ..dossier.settling import values_at
from ..dossier.situation import Situation, Visit, situation
from ..dossier.time import day_of, state_of
from ..fields.day import french_date
from ..fields.field_type import Raw
from ..machine.compiled import Compiled
from ..model.basics import APPLICANT, CASEWORKER
from ..model.definitions import End, Field
from ..model.settings import settings_of
from ..source.wording import _
from . import telling
from .acting import confirming, offered
from .asking import documents, dormant, hidden, question, ticks
from .known import with_known
from .page import Button, Given, Line, Page, Question
from .progress import progress_of

NOTHING: Mapping[str, str] = {}
NO_RAWS: Mapping[str, Raw] = {}


def compose(
    compiled: Compiled,
    dossier: Dossier,
    now: datetime,
    screen: str = "",
    typed: Mapping[str, Raw] = NO_RAWS,
    refused: Mapping[str, str] = NOTHING,
) -> Page:
    """The page of that screen if it is on the path, else of where the dossier stands.

    `typed` and `refused` are what was just typed and refused, shown again in its place.
    """
    if typed or refused or dossier.filed:
        return _composed(compiled, dossier, now, screen, typed, refused)
    found_for, pages = (compiled, day_of(now)), dossier.memory.pages
    known = pages.get(screen)
    if known and known[0] == found_for:
        return known[1]  # type: ignore[no-any-return]
    page = _composed(compiled, dossier, now, screen, typed, refused)
    if screen in ("", page.id):  # other names are anybody's, and there is no end of them
        pages[screen] = found_for, page
    return page


def _composed(
    compiled: Compiled,
    dossier: Dossier,
    now: datetime,
    screen: str,
    typed: Mapping[str, Raw],
    refused: Mapping[str, str],
) -> Page:
    here = situation(compiled, dossier, day_of(now))
    visit = here.visit(screen or dossier.viewing) or here.visit(here.current)
    if visit is None and here.end:
        return _end(compiled, dossier, here, compiled.procedure.ends[here.end])
    if dossier.filed and not screen:
        visit = _last(dossier, here)
    if visit is None:
        return status(compiled, dossier, now)
    if visit.needs_account:
        return _sign_in(compiled, here, visit)
    values = values_at(compiled, dossier, now) if dossier.filed else visit.values
    speaker = Speaker(compiled, dossier, values)
    return _screen(speaker, here, visit, typed, refused)


def _last(dossier: Dossier, here: Situation) -> Visit | None:
    """Where nobody examines the request, what stands below the act of filing says how it went."""
    if dossier.stay or here.visits[-1].screen.submit:
        return None
    return here.visits[-1]


def _sign_in(compiled: Compiled, here: Situation, visit: Visit) -> Page:
    procedure = compiled.procedure
    return Page(
        kind="screen",
        id=visit.screen.id,
        procedure=procedure.id,
        procedure_title=procedure.title,
        title=_("Connexion"),
        progress=progress_of(compiled, here, visit),
        text=_("Pour continuer, connectez-vous ou créez un compte."),
        buttons=(Button("sign_in", "", _("Se connecter ou créer un compte")),),
        back=_before(here, visit.screen.id),
    )


def _screen(
    speaker: Speaker,
    here: Situation,
    visit: Visit,
    typed: Mapping[str, Raw],
    refused: Mapping[str, str],
) -> Page:
    procedure, screen = speaker.compiled.procedure, visit.screen
    if speaker.dossier.filed:
        visit = replace(visit, questions=(), attestations=(), documents=())
    questions = _questions(speaker, visit, typed, refused)
    return Page(
        kind="screen",
        id=screen.id,
        procedure=procedure.id,
        procedure_title=procedure.title,
        title=speaker.prose(screen.title) or visit.step.title,
        progress=progress_of(speaker.compiled, here, visit),
        text=speaker.says(screen.text),
        messages=telling.messages(speaker, here, screen.id),
        errors=tuple((name, sentence) for name, sentence in refused.items() if sentence),
        announced=telling.announced(speaker, here) if screen.announce else None,
        today=here.today.isoformat() if questions else "",
        questions=questions,
        ticks=ticks(visit.attestations, speaker, refused),
        documents=documents(visit.documents, speaker, refused),
        review=telling.review(speaker, here, screen) if screen.review else (),
        given=telling.given(speaker, screen),
        notes=telling.notes(speaker, screen, visit),
        buttons=_buttons(speaker, here, visit),
        back=_before(here, screen.id) if not speaker.dossier.filed else "",
    )


def _questions(
    speaker: Speaker, visit: Visit, typed: Mapping[str, Raw], refused: Mapping[str, str]
) -> tuple[Question, ...]:
    """In the order of the screen, those that do not apply now among them."""
    asked = {one.field.id: one for one in visit.questions}
    today: date = visit.values["today"]
    found: list[Question] = []
    if speaker.dossier.filed:
        return ()
    for ref in (*visit.screen.verify, *visit.screen.fields):
        field = speaker.compiled.procedure.fields[ref.name]
        if ref.name in asked:
            found.append(question(asked[ref.name], typed, refused, today))
        elif field.when and field.type:
            found.append(_set_aside(speaker, field, typed, today))
    return with_known(found, speaker.compiled, visit.values)


def _set_aside(speaker: Speaker, field: Field, typed: Mapping[str, Raw], today: date) -> Question:
    settings = settings_of(field)
    kept = dormant(field, speaker.dossier.answers.get(field.id), settings)
    return hidden(field, settings, today, typed.get(field.id, kept))


def _buttons(speaker: Speaker, here: Situation, visit: Visit) -> tuple[Button, ...]:
    screen = visit.screen
    if speaker.dossier.filed:
        following = _after(here, screen.id)
        return (Button("go", following, screen.button or _("Continuer")),) if following else ()
    if screen.submit:
        return (Button("submit", screen.id, screen.submit.title),)
    if screen.await_:
        return (Button("resend", screen.id, _("Renvoyer le message")),)
    return (Button("press", screen.id, screen.button or _("Continuer")),)


def _before(here: Situation, screen: str) -> str:
    ids = [visit.screen.id for visit in here.visits]
    place = ids.index(screen)
    return ids[place - 1] if place else ""


def _after(here: Situation, screen: str) -> str:
    ids = [visit.screen.id for visit in here.visits]
    place = ids.index(screen)
    return ids[place + 1] if place + 1 < len(ids) else ""


def _end(compiled: Compiled, dossier: Dossier, here: Situation, end: End) -> Page:
    speaker = Speaker(compiled, dossier, here.values)
    target = end.open.procedure.name if end.open else ""
    label = end.button or (_("Commencer") if target else "")
    return Page(
        kind="end",
        id=end.id,
        procedure=compiled.procedure.id,
        procedure_title=compiled.procedure.title,
        title=end.title,
        text=speaker.says(end.text),
        messages=telling.messages(speaker, here, ""),
        buttons=(Button("open" if target else "home", target, label),) if label else (),
        back=here.visits[-1].screen.id if here.visits else "",
    )


def status(compiled: Compiled, dossier: Dossier, now: datetime, by: str = APPLICANT) -> Page:
    """The filed request: its state, what was issued, and what this person may do.

    A caseworker also reads what was filed. Raises NotAllowed for a draft.
    """
    if dossier.filed is None:
        raise NotAllowed(_("Cette demande n’est pas déposée."))
    procedure, state = compiled.procedure, state_of(compiled, dossier)
    here = situation(compiled, dossier, day_of(now))
    speaker = Speaker(compiled, dossier, values_at(compiled, dossier, now))
    issued = dict.fromkeys(dossier.issued)
    return Page(
        kind="status",
        id=state.id if state else "",
        procedure=procedure.id,
        procedure_title=procedure.title,
        title=state.title if state else _("Votre demande est déposée"),
        text=speaker.says(state.text) if state else "",
        facts=_facts(dossier),
        review=telling.whole(speaker, here) if by == CASEWORKER else (),
        given=tuple(Given(name, procedure.deliverables[name].title) for name in issued),
        buttons=offered(compiled, dossier, now, by),
    )


def _facts(dossier: Dossier) -> tuple[Line, ...]:
    if dossier.filed is None:
        return ()
    return (
        Line(_("Numéro de la demande"), dossier.filed.number),
        Line(_("Déposée le"), french_date(dossier.filed.day)),
    )


def action_page(
    compiled: Compiled,
    dossier: Dossier,
    now: datetime,
    action: str,
    typed: Mapping[str, Raw] = NO_RAWS,
    refused: Mapping[str, str] = NOTHING,
) -> Page | None:
    """What an action asks; None where it may not be done now."""
    for one in possible(compiled, dossier, now):
        if one.action.id == action:
            return _action(compiled, dossier, now, one, typed, refused)
    return None


def _action(
    compiled: Compiled,
    dossier: Dossier,
    now: datetime,
    one: Possible,
    typed: Mapping[str, Raw],
    refused: Mapping[str, str],
) -> Page:
    speaker = Speaker(compiled, dossier, values_at(compiled, dossier, now))
    unticked = replace(dossier, ticked=frozenset())  # each act is attested anew
    asked = (question(asked, typed, refused, day_of(now)) for asked in one.questions)
    return Page(
        kind="action",
        id=one.action.id,
        procedure=compiled.procedure.id,
        procedure_title=compiled.procedure.title,
        title=one.action.title,
        text=speaker.says(one.action.text),
        errors=tuple((name, sentence) for name, sentence in refused.items() if sentence),
        today=day_of(now).isoformat(),
        questions=with_known(asked, compiled, speaker.values),
        ticks=ticks(one.attestations, replace(speaker, dossier=unticked), refused),
        documents=documents(one.documents, speaker, refused, one.prefix),
        buttons=(confirming(compiled, one.action),),
    )
