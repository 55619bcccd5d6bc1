"""The chapter of the way in: home, orientation, account, up to the first screen of the request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, islice

from ...engine.model.definitions import Procedure
from ...engine.model.placing import screens
from ...engine.page.around import first_choice, home, sign_in
from ...engine.page.page import Page
from ...engine.source.wording import _
from .brought import letters
from .deposit import before, screen_slides
from .slides import Chapter, Group, Slide
from .tales import Tale, Told, is_opening
from .variants import case_of


def access(
    told: Told, orientation: Told | None, account: Told | None, known: Iterable[Procedure]
) -> Chapter:
    """As one goes. The account comes before the first screen that asks for one."""
    procedures = tuple(known)
    anonymous, personal = _oriented(told, orientation)
    way: list[Iterable[Slide]] = [
        [_around("home", _("Accès à la démarche"), home(procedures))],
        anonymous,
    ]
    if told.procedure.requires or personal:
        way += [
            _created(account) if account else (),
            [_around("home_again", _("Retour à la page d’accueil"), home(procedures))],
            [_around("sign_in", _("Connexion au compte de l’usager"), sign_in())],
        ]
    given = _given(told, orientation)
    own = before(told)
    passed = [_passed(slide) for slide in own if _is_given(slide, given)]
    always = [slide for slide in own if not _is_given(slide, given)]
    way += [personal, passed, always]
    dressed = (tuple(replace(slide, cases=(case_of(told),)) for slide in part) for part in way)
    groups = (Group(order, part) for order, part in enumerate(dressed) if part)
    return Chapter("access", _("Accès à la démarche"), "", tuple(groups))


def numbered(chapter: Chapter) -> Chapter:
    """« 3 – Choisir votre situation »: the slides of one screen bear one number."""
    same = groupby(chapter.slides, key=lambda slide: slide.title)
    slides = (
        replace(slide, heading=f"{number} – {title}")
        for number, (title, found) in enumerate(same, 1)
        for slide in found
    )
    return replace(chapter, groups=(Group(0, tuple(slides)),))


def _around(key: str, title: str, page: Page) -> Slide:
    return Slide(key=key, heading="", title=title, page=page)


def _oriented(told: Told, orientation: Told | None) -> tuple[list[Slide], list[Slide]]:
    """The screens of the orientation that lead here: before one signs in, and after.

    The first one is the home page where its only question is asked there.
    """
    anonymous: list[Slide] = []
    personal: list[Slide] = []
    if orientation is None:
        return anonymous, personal
    ours = replace(orientation, tales=_leading(told, orientation))
    found = anonymous
    is_home = first_choice(orientation.procedure) is not None
    for step, screen in islice(screens(orientation.procedure), int(is_home), None):
        if screen.requires:
            found = personal
        found += screen_slides(ours, step, screen, is_whole=False)
    return anonymous, personal


def _leading(told: Told, orientation: Told) -> tuple[Tale, ...]:
    procedure = orientation.procedure
    return tuple(t for t in orientation.tales if is_opening(procedure, t, told.procedure.id))


def _given(told: Told, orientation: Told | None) -> frozenset[str]:
    """The answers that the orientation hands over."""
    ends = orientation.procedure.ends.values() if orientation else ()
    opening = (end.open for end in ends if end.open)
    ours = (one for one in opening if one.procedure.name == told.procedure.id)
    return frozenset(ref.name for one in ours for ref in one.give)


def _passed(slide: Slide) -> Slide:
    """A screen that those who come from the orientation do not see."""
    said = _("si vous n’y avez pas déjà répondu en choisissant votre démarche")
    return replace(slide, when=(said, *slide.when), example=())


def _is_given(slide: Slide, given: frozenset[str]) -> bool:
    """A screen that is passed, for all it asks was said already."""
    asked = {question.name for question in slide.page.questions} if slide.page else set()
    return bool(asked) and asked <= given


def _created(account: Told) -> Iterator[Slide]:
    """The screens of the account's creation, and the message that one of them waits for."""
    for step, screen in screens(account.procedure):
        yield from screen_slides(account, step, screen)
        if screen.await_ and screen.await_.notice:
            yield from letters(account, screen.await_.notice.name, "", lambda tale: tale.before)
