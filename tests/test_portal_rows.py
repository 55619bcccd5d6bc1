"""Lists in the portal: every row that is sent is read, or the whole answer is refused aloud."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours.engine.fields.types.list import MOST_ROWS, USUAL_ROWS
from parcours.portal.house import House
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.portal_garden import dossier_of

STAYS = """
procedure: sejours
version: "1"
title: Demande de carte
fields:
  sejours:
    label: Vos séjours
    type: list{max}
    item: {{lieu: {{label: Lieu, type: text}}}}
flow:
  - screen: sejours
    title: Vos séjours
    fields: [sejours]
  - screen: relecture
    title: Relisez
    review: all
    submit: {{title: Déposer}}
examination: {{opens: recue, states: {{recue: {{title: Demande reçue, final: oui}}}}}}
"""


@pytest.fixture(name="most", params=[USUAL_ROWS, MOST_ROWS])
def bounds(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def house(tmp_path: Path, most: int) -> Iterator[House]:
    procedures = tmp_path / "procedures"
    procedures.mkdir()
    told = "" if most == USUAL_ROWS else f"\n    max: {most}"
    (procedures / "sejours.yaml").write_text(STAYS.format(max=told), "utf-8")
    with opened(tmp_path, procedures=procedures) as found:
        yield found


def rows(house: House, count: int, button: str, claimed: str = "") -> Browser:
    """A form of that many rows, each with its place."""
    browser = Browser(house).go("/").press("Demande de carte")
    sent = {**browser.sends(button), "sejours#": claimed or str(count)}
    named = {f"sejours.{n}.lieu": f"lieu {n}" for n in range(1, count + 1)}
    marks = {f"{name}?": "1" for name in named}
    return browser.post(browser.read.forms[0].action, {**sent, **named, **marks})


def test_a_list_is_kept_whole_to_its_last_row(house: House, most: int) -> None:
    browser = rows(house, most, "Continuer")
    assert browser.read.heading == "Relisez", browser.read.words
    found = house.runtime.dossier(dossier_of(browser))[1].answers["sejours"]
    assert isinstance(found, list)
    assert [one["lieu"] for one in found if isinstance(one, dict)] == [
        f"lieu {n}" for n in range(1, most + 1)
    ]


def test_one_adds_until_there_is_room_for_no_more(house: House, most: int) -> None:
    browser = rows(house, most - 1, "Ajouter une ligne : Vos séjours")
    assert browser.holds(f"sejours.{most - 1}.lieu") == f"lieu {most - 1}"
    assert browser.holds(f"sejours.{most}.lieu") == ""
    assert not browser.offers("Ajouter une ligne : Vos séjours")


@pytest.mark.parametrize("claimed", ["", "9" * 5000, "150"])
def test_one_row_more_is_refused_and_given_back(house: House, most: int, claimed: str) -> None:
    browser = rows(house, most + 1, "Continuer", claimed)
    assert browser.status == 422
    assert f"Remplissez {most} lignes au plus." in browser.read.words
    assert browser.holds(f"sejours.{most + 1}.lieu") == f"lieu {most + 1}"
