"""When things go wrong: what is said, and what of a form that is too heavy is kept."""

import sqlite3
from typing import Any

import pytest
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.testclient import TestClient

from parcours.engine.store.errors import DiskFailure
from parcours.portal.app import SMALL, application
from parcours.portal.errors import TOLD
from parcours.portal.gate import refused
from parcours.portal.house import House
from parcours.portal.receiving import MOST_FIELDS, MOST_TEXT
from parcours.portal.uploads import TOO_MUCH
from parcours.portal.views import TOKEN
from parcours.tests.portal_browser import ADDRESS
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import (
    ANSWERS,
    LARGEST,
    answered,
    begun,
    clock,
    dossier_of,
    filed,
    own_house,
    signed_in,
)
from parcours.tests.portal_reading import as_read

__all__ = ["clock", "own_house"]

# What is said


@pytest.mark.parametrize("status", sorted(TOLD))
def test_each_error_has_its_page(
    house: House, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    client = TestClient(application(house), base_url=ADDRESS)
    if status == 404:
        answer: Any = client.get("/nulle-part")
    elif status == 405:
        answer = client.put("/")
        assert answer.headers["allow"]
    else:
        app = application(house)
        app.routes.insert(0, _failing(house, status))
        answer = TestClient(app, base_url=ADDRESS).get("/panne")
    title, cure = TOLD[status]
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert as_read(cure) in as_read(answer.text)
    assert answer.headers["x-request-id"] in answer.text
    assert 'href="/"' in answer.text
    assert "Traceback" not in answer.text


def _failing(house: House, status: int) -> Any:
    async def failing(request: Any) -> Any:
        return await run_in_threadpool(refused, house, request, status)

    return Route("/panne", failing)


def test_a_fault_keeps_what_was_typed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(house)
    begun(browser)
    page = browser.path

    def broken(*_told: object) -> None:
        raise RuntimeError("le mot de passe est 1234")

    with monkeypatch.context() as patched:
        patched.setattr("parcours.portal.dossiers.overwritten", broken)
        browser.press("Continuer", ANSWERS)
    assert browser.status == 500
    assert "1234" not in browser.text
    assert "demi-heure" in browser.read.words
    browser.follow("Revenir à la page")
    assert browser.path.startswith(page)
    assert (browser.holds("nom"), browser.holds("motif")) == ("Ana Diallo", "Des tomates")
    assert answered(house, dossier_of(browser)) == ANSWERS
    assert browser.press("Continuer").read.heading == "Votre plan"


def test_when_the_tables_fail_there_is_a_page_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(house)

    def broken(*_told: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(type(house.tables), "row", broken)
    monkeypatch.setattr(type(house.tables), "rows", broken)
    assert browser.go("/").status == 200
    assert browser.go("/readyz").status == 503
    assert browser.go("/healthz").status == 200
    assert browser.go("/mot-de-passe-oublie").status == 200
    answer = browser.go("/lien/abc")
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")


# What is too heavy


def test_a_heavy_form_loses_its_files_alone(house: House) -> None:
    """Everything that was typed is read and kept, wherever in the form it stands."""
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Joindre", files={"_files.plan": ("grand.pdf", PDF + bytes(LARGEST))})
    assert browser.status == 422
    assert as_read(TOO_MUCH) in browser.read.words
    assert not house.runtime.dossier(dossier)[1].files.get("plan")
    browser.press("Joindre", files={"_files.plan": ("petit.pdf", PDF)})
    assert "petit.pdf" in browser.read.words


def test_a_form_beyond_all_measure(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Joindre", files={"_files.plan": ("énorme.pdf", bytes(5 * LARGEST))})
    assert browser.status == 413
    assert "gardé" in browser.read.words
    assert answered(house, dossier) == ANSWERS


@pytest.mark.parametrize(
    "sent",
    [
        {"nom": "é" * (MOST_TEXT // 2 + 1)},
        {f"nom{number}": "x" for number in range(MOST_FIELDS + 1)},
    ],
    ids=["a text of too many bytes", "too many texts"],
)
def test_a_form_without_files_has_the_same_bounds(house: House, sent: dict[str, str]) -> None:
    """However it is encoded."""
    browser = signed_in(house)
    path = f"/dossier/{begun(browser)}/ecran/projet"
    answers = [
        browser._client.post(path, data=sent),
        browser._client.post(path, data=sent, files=[("", ("", b""))]),
    ]
    assert [one.status_code for one in answers] == [400, 400]
    within = browser._client.post(path, data={"nom": "é" * (MOST_TEXT // 2)})
    assert within.status_code == 403  # read whole, and drawn by none of our pages


def test_files_are_not_even_kept_of_who_may_not_send_any(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(house)
    path = f"/dossier/{begun(browser)}/ecran/plan"
    browser.press("Continuer", ANSWERS)
    sizes: list[tuple[int, bool]] = []
    monkeypatch.setattr(
        "parcours.portal.gate._sent",
        lambda ask, _route: (_ for _ in ()).throw(
            _Seen(sizes, [(one.size, one.is_whole) for _name, one in ask.form.files])
        ),
    )
    sent = {TOKEN: "x", **browser.sends("Joindre")}
    heavy = PDF + bytes(SMALL)
    files = {"_files.plan": ("a.pdf", heavy)}
    browser._client.post(path, data=sent, files=files)
    TestClient(application(house), base_url=ADDRESS).post(path, data=sent, files=files)
    browser._client.post("/", data=sent, files=files)
    assert sizes == [(len(heavy), True), (0, False), (0, False)]


class _Seen(Exception):
    def __init__(self, kept: list[Any], seen: list[Any]) -> None:
        kept += seen


def test_a_deposit_stands_though_what_follows_fails(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is durable: its person is not told to try again, and what follows is done later."""

    def fails(_perform: object) -> int:
        raise DiskFailure("la base", "panne")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(house.worker, "_work", fails)
        filed(signed_in(house))
    assert {record.name for record in caplog.records} == {"parcours.portal.worker"}
    assert house.runtime.due()
    house.worker.hurry()
    assert not house.runtime.due()
