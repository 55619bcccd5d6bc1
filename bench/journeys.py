"""Who moves house: their answers, and how each of the two sites is told of them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from time import perf_counter

from parcours.bench.browser import Browser, Form, Page
from parcours.renderers.html.names import FOLLOWS

Answers = Mapping[str, str]
"""By question; a day as AAAA-MM-JJ, yes and no as « oui » and « non »."""

SCREENS: Mapping[str, tuple[str, ...]] = {
    "identite": ("nom", "prenoms", "naissance"),
    "contact": ("courriel", "telephone"),
    "famille": ("situation", "enfants"),
    "conjoint": ("conjoint_nom", "conjoint_naissance"),
    "proche": ("proche_nom", "proche_lien"),
    "activite": ("activite",),
    "emploi": ("employeur", "embauche"),
    "revenus": ("ressources", "aide"),
    "adresse": ("voie", "code_postal", "ville"),
    "logement": ("logement", "surface", "arrivee"),
    "divers": ("vehicule", "remarques"),
    "depot": ("exactitude",),
}
LENGTH = 10
DAYS = ("naissance", "conjoint_naissance", "embauche", "arrivee")
_HERE = re.compile(r"/ecran/(\w+)$")
_STEP = re.compile(r"^(journey|addressed)-current_step$")


def applicants() -> tuple[Answers, ...]:
    """Every way through the screens, with a name of its own."""
    ways = product(("celibataire", "marie", "veuf"), ("salarie", "independant", "sans"))
    return tuple(_applicant(number, *way) for number, way in enumerate(ways))


def _applicant(number: int, situation: str, activite: str) -> Answers:
    return {
        "nom": f"Diallo{chr(65 + number)}",
        "prenoms": "Camille, Aïssatou",
        "naissance": f"19{70 + number}-04-18",
        "courriel": f"camille{number}@exemple.fr",
        "telephone": "" if number % 2 else "01 99 00 12 34",
        "situation": situation,
        "enfants": str(number % 4),
        "conjoint_nom": "N’Guyen",
        "conjoint_naissance": "1984-12-01",
        "proche_nom": "Lefèvre",
        "proche_lien": "Voisine",
        "activite": activite,
        "employeur": "Boulangerie de l’Étoile",
        "embauche": "2019-09-02",
        "ressources": "1430",
        "aide": "oui" if number % 3 else "non",
        "voie": "1 rue de l’Exemple",
        "code_postal": "75011",
        "ville": "Paris",
        "logement": "heberge",
        "surface": "38",
        "arrivee": "2026-10-01",
        "vehicule": "non",
        "remarques": "Sonnez deux fois : l’interphone est en panne." if number % 2 else "",
        "exactitude": "oui",
    }


def path_of(answers: Answers) -> tuple[str, ...]:
    """The screens that this person is to meet, in order."""
    passed = {
        "proche" if answers["situation"] == "marie" else "conjoint",
        "revenus" if answers["activite"] == "salarie" else "emploi",
    }
    return tuple(screen for screen in SCREENS if screen not in passed)


def kept_of(answers: Answers) -> Answers:
    """What is to be kept of them in the end."""
    names = [name for screen in path_of(answers) for name in SCREENS[screen]]
    return {name: answers[name] for name in names if answers[name] and name != "exactitude"}


@dataclass(slots=True)
class Walked:
    """A journey to its end: the screens met, and the seconds from each form to its next page."""

    path: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    requests: int = 0


Told = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Site:
    """How one comes to the first screen, which one a page shows, and what a form is sent."""

    enter: Callable[[Browser], Awaitable[Page]]
    screen: Callable[[Page, Form], str]
    fill: Callable[[str, Answers], Told]


async def walk(site: Site, browser: Browser, answers: Answers) -> Walked:
    """From the door to « Demande reçue ». Raises Failed."""
    walked = Walked()
    page = await site.enter(browser)
    for _screen in range(LENGTH):
        form = page.form
        screen = site.screen(page, form)
        told = site.fill(screen, answers)
        begun = perf_counter()
        page = await browser.post(form, told)
        walked.waits.append(perf_counter() - begun)
        walked.path.append(screen)
    assert "Demande reçue" in page.text, page.text[-2000:]
    walked.requests = browser.requests
    return walked


async def _entered(browser: Browser) -> Page:
    page = await browser.get("/demarche/demenagement")
    return await browser.post(page.form, ())


def _filled(screen: str, answers: Answers) -> Told:
    if screen == "depot":
        return [("_tick.exactitude", "1"), ("_do", "submit")]
    pairs: list[tuple[str, str]] = []
    for name in SCREENS[screen]:
        if name in DAYS:
            boxes = zip(("year", "month", "day"), answers[name].split("-"), strict=True)
            pairs += [(f"{name}.{box}", text) for box, text in boxes]
        else:
            pairs.append((name, answers[name]))
    return [*pairs, ("_do", "press")]


def _of_wizard(screen: str, answers: Answers) -> Told:
    value = {"exactitude": "on"}
    return [(f"{screen}-{name}", value.get(name, answers[name])) for name in SCREENS[screen]]


def _screen_of(_page: Page, form: Form) -> str:
    found = _HERE.search(form.action)
    assert found is not None, form.action
    return found[1]


def _by_script(screen: str, answers: Answers) -> Told:
    """As our script sends it: the next screen may be the answer."""
    return [*_filled(screen, answers), (FOLLOWS, "1")]


PORTAL = Site(_entered, _screen_of, _by_script)
BARE = Site(_entered, _screen_of, _filled)
"""Without script: each form leads to the address of the next screen."""


def _step_of(_page: Page, form: Form) -> str:
    return next(step for name, step in form.hidden.items() if _STEP.match(name))


WIZARD = Site(lambda browser: browser.get("/"), _step_of, _of_wizard)
ADDRESSED = Site(lambda browser: browser.get("/ecran/"), _step_of, _of_wizard)
