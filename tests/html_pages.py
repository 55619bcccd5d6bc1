"""Pages of every kind, and every screen of the shipped procedures, in several states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from parcours.engine.machine.compiled import compile_procedure
from parcours.engine.page import around
from parcours.engine.page.page import Page, Question
from parcours.engine.scenario.pages import Shown, pages
from parcours.renderers.html.frame import Entry, Frame
from parcours.tests.page_gallery import GALLERY
from parcours.tests.terminal_lines import checked, scenario, scenarios

PROCEDURES = ("ue_permanent_renewal", "bpi_case_2", "bpi_family_case_3", "orientation", "account")

FRAME = Frame(
    site="Démarches en ligne",
    home="/",
    action="/ici",
    assets="/static/",
    menu=(Entry("Mon compte", "/compte", 2, True), Entry("Se déconnecter", "/sortie")),
    foot=(Entry("Aide et contact", "/aide"), Entry("Mentions légales", "/mentions")),
    hidden={"_token": "jeton"},
    notices=("Vos réponses sont enregistrées.",),
    back=lambda screen: f"/ecran/{screen}",
    documents={"list": "/pieces.pdf", "adp": "/adp.pdf"},
    saves=True,
)


@cache
def own() -> dict[str, Page]:
    """The pages of the portal, and those that bear everything."""
    procedures = [checked(name).procedure for name in PROCEDURES]
    cards = [around.Card("d1", "Renouvellement", "n° 2026-1, déposée le 3 mars 2026")]
    letters = [around.Letter("m1", "Votre demande est enregistrée", "3 mars 2026, non lu")]
    return {
        "everything": GALLERY,
        "home": around.home(procedures),
        "home signed in": around.home(procedures, is_signed_in=True),
        "sign in": around.sign_in(),
        "sign in refused": around.sign_in("12", "Ce numéro et ce mot de passe ne vont pas."),
        "account": around.account(cards, letters),
        "account empty": around.account((), ()),
    }


@cache
def shipped() -> dict[str, Page]:
    """Every page of the shipped procedures that some scenario meets, each once, filled."""
    found: dict[str, Page] = {}
    for name in scenarios():
        procedure = name.partition("/")[0]
        compiled = compile_procedure(checked(procedure))
        for met in pages(compiled, scenario(name)):
            if isinstance(met, Shown):
                page = met.page
                found.setdefault(f"{procedure} {page.kind} {page.id} {met.by}", page)
    return found


def emptied(page: Page) -> Page:
    """As one finds it."""
    return replace(
        page,
        questions=tuple(map(_blank, page.questions)),
        ticks=tuple(replace(one, is_ticked=False) for one in page.ticks),
        errors=(),
    )


def _blank(one: Question) -> Question:
    rows = tuple(tuple(map(_blank, row)) for row in one.rows)
    parts = tuple(map(_blank, one.parts))
    return replace(one, raw="", error="", parts=parts, rows=rows)


def faulty(page: Page) -> Page:
    """Everything in it is refused, and some of it is new."""
    errors = tuple((name, f"Corrigez {name}.") for name in names(page))
    return replace(emptied(page), errors=errors, appeared=tuple(islice(names(page), 2)))


def names(page: Page) -> Iterator[str]:
    """What may be refused."""
    for one in page.questions:
        if one.is_asked and not one.is_verified:
            yield one.name
            if one.control == "parts":
                yield from (part.name for part in islice(one.parts, 2) if part.is_asked)
    yield from (one.name for one in page.ticks)
    yield from (one.name for one in page.documents)
    for document in page.documents:
        yield from (slot.name for slot in document.slots if slot.name != document.name)
