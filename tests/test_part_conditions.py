"""Parts of a group and columns of a list that are only asked under a condition, at run time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.engine.dossier.filing import relevant
from parcours.engine.dossier.saying import Speaker
from parcours.engine.machine.compiled import Compiled
from parcours.engine.page.compose import compose
from parcours.tests.campaign import count
from parcours.tests.dossiers import Driven, opened, ready

FORM = """
fields:
  majeur: {label: Majeur, type: boolean}
  conjoint:
    label: Conjoint
    type: group
    optional: oui
    fields:
      travaille: {label: Travaille, type: boolean, when: majeur}
      contrat:
        label: Contrat
        type: choice
        options:
          aucun: Aucun
          cdi: {label: CDI, when: conjoint.travaille}
        when: answered(conjoint.travaille)
      employeur:
        label: Employeur
        type: text
        when: answered(conjoint.contrat) and conjoint.contrat == 'cdi'
      nom: {label: Nom, type: text}
  enfants:
    label: Enfants
    type: list
    max: 3
    item:
      ans: {label: Âge, type: integer, min: 0, max: 30}
      ecole: {label: École, type: boolean, when: item.ans < 18}
      classe: {label: Classe, type: text, when: item.ans < 18 and item.ecole}
      aide: {label: Aide, type: integer, min: 0, max: 9, when: majeur, optional: oui}
  cantine: {label: Cantine, type: boolean, when: "any(enfants, item.ans < 18 and item.ecole)"}
flow:
  - screen: un
    title: Vous
    fields: [majeur, conjoint, enfants, cantine]
    checks:
      - {that: "all(enfants, not answered(item.classe) or item.classe != 'x')", else: Pas x.}
  - screen: recap
    title: Récapitulatif
    review: all
    submit: {title: Déposer, outcome: fini}
"""

BAD = object()
WORDS = {"": None, "oui": True, "non": False}
Values = dict[str, Any]
Row = Mapping[str, str]


def number(most: int) -> Callable[[str, Values], Any]:
    return lambda text, _read: int(text) if text.isdecimal() and int(text) <= most else BAD


def word(text: str, _read: Values) -> Any:
    return WORDS.get(text, BAD)


def contract(text: str, read: Values) -> Any:
    offered = ["aucun", *(["cdi"] if read.get("travaille", True) else [])]
    return text if text in offered else BAD


def name(text: str, _read: Values) -> Any:
    return text


def child(_adult: bool | None, read: Values) -> bool:
    return bool(read.get("ans", 99) < 18)


Form = tuple[tuple[str, Callable[[bool | None, Values], Any], Callable[..., Any], bool], ...]

GROUP: Form = (
    ("travaille", lambda adult, _read: adult, word, False),
    ("contrat", lambda _adult, read: "travaille" in read, contract, False),
    ("employeur", lambda _adult, read: read.get("contrat") == "cdi", name, False),
    ("nom", lambda _adult, _read: True, name, False),
)
LIST: Form = (
    ("ans", lambda _adult, _read: True, number(30), False),
    ("ecole", child, word, False),
    ("classe", lambda adult, read: child(adult, read) and read.get("ecole"), name, False),
    ("aide", lambda adult, _read: adult, number(9), True),
)
"""The procedure again: part, condition, reading, whether it is optional."""


def told(form: Form, adult: bool | None, typed: Row) -> tuple[list[str], Values, Values, set[str]]:
    """What is asked, what is read of it, what stays dormant, and what is refused or missing."""
    asked, read, faulty = [], dict[str, Any](), set[str]()
    for part, applies, reads, is_optional in form:
        if applies(adult, read):
            asked.append(part)
            value = reads(typed[part], read) if typed.get(part) else None
            if value is not None and value is not BAD:
                read[part] = value
            elif value is BAD or not is_optional:
                faulty.add(part)
    dormant = {
        part: value
        for part, _applies, reads, _optional in form
        if part not in asked and typed.get(part) and (value := reads(typed[part], {})) is not BAD
    }
    return asked, read, dormant, faulty


class Model:
    """What one person answered; each answer is kept as typed, without what was no answer."""

    def __init__(self) -> None:
        self.adult: bool | None = None
        self.group: dict[str, str] | None = None
        self.rows: list[dict[str, str]] | None = None

    def kept(self, form: Form, typed: Row) -> dict[str, str]:
        _asked, read, dormant, _faulty = told(form, self.adult, typed)
        return {part: typed[part] for part in (*read, *dormant)}

    def answer_group(self, typed: Row) -> set[str]:
        before = self.group or {}
        dormant = told(GROUP, self.adult, before)[2]
        whole = {**{part: before[part] for part in dormant}, **typed}
        asked, _read, _dormant, faulty = told(GROUP, self.adult, whole)
        if not any(whole.get(part) for part in asked):
            self.group = None
            return set()
        if not faulty:
            self.group = self.kept(GROUP, whole)
        return {f"conjoint.{part}" for part in faulty}

    def answer_rows(self, rows: list[Row]) -> set[str]:
        faulty, filled = set[str](), []
        for place, row in enumerate(rows, 1):
            asked, _read, _dormant, wrong = told(LIST, self.adult, row)
            if any(row.get(part) for part in asked):
                filled.append(row)
                faulty |= {f"enfants.{place}.{part}" for part in wrong}
        if not filled:
            return {"enfants"}
        if not faulty:
            self.rows = [self.kept(LIST, row) for row in filled]
        return faulty

    def read(self) -> tuple[Any, Any]:
        """As conditions read them; None where a part now lacks, or an answer no longer stands."""
        group = told(GROUP, self.adult, self.group) if self.group is not None else None
        rows = [told(LIST, self.adult, row) for row in self.rows or ()]
        return (
            group[1] if group and not group[3] else None,
            tuple(row[1] for row in rows) if rows and not any(row[3] for row in rows) else None,
        )


LEFT = "-"
"""Of a part that the form does not give back at all."""


def texts(**offered: str) -> st.SearchStrategy[dict[str, str]]:
    """Of each part, the texts between bars; none of them is a blank."""
    drawn = {n: st.sampled_from(told.split("|")) for n, told in offered.items()}
    return st.fixed_dictionaries(drawn).map(
        lambda row: {part: text for part, text in row.items() if text != LEFT}
    )


GROUPS = texts(
    travaille="oui|non||bof|-|-",
    contrat="cdi|cdi|aucun||?|-|-",
    employeur="Acme||-",
    nom="Awa|Awa|",
)
ROWS = texts(ans="5|5|30||99", ecole="oui|oui|non||bof|-", classe="CP||-", aide="3||x|88|-")
STEPS = st.lists(
    st.sampled_from(["oui", "non"]) | GROUPS | GROUPS | st.lists(ROWS, min_size=1, max_size=3),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return ready(FORM)


def asked(page: Any, name: str) -> Any:
    found = next(one for one in page.questions if one.name == name)
    rows = [found.parts] if name == "conjoint" else found.rows
    told = [[one.name.partition(".")[2] for one in row if one.is_asked] for row in rows]
    return told[0] if name == "conjoint" else told


@settings(max_examples=count(200, 5_000), deadline=None)
@given(steps=STEPS)
def test_parts_are_asked_kept_and_read_as_their_conditions_say(
    compiled: Compiled, steps: list[Any]
) -> None:
    person, model = opened(compiled), Model()
    for step in steps:
        match step:
            case str():
                model.adult = step == "oui"
                assert person.answer("un", majeur=step).refused == {}
            case dict():
                wrong = model.answer_group(step)
                assert set(person.answer("un", conjoint=step).refused) == wrong
                if wrong:
                    shown = compose(compiled, person.dossier, person.now, "un", {"conjoint": step})
                    assert asked(shown, "conjoint") == told(GROUP, model.adult, step)[0]
            case rows:
                assert set(person.answer("un", enfants=rows).refused) == model.answer_rows(rows)
                shown = compose(compiled, person.dossier, person.now, "un", {"enfants": rows})
                expected = [told(LIST, model.adult, row)[0] for row in [*rows, {}]]
                assert asked(shown, "enfants") == expected
        values = person.here.values
        assert (values.get("conjoint"), values.get("enfants")) == model.read()
        group = {n.partition(".")[2]: v for n, v in values.items() if n.startswith("conjoint.")}
        assert group == (values.get("conjoint") or {})
        page = compose(compiled, person.dossier, person.now, "un")
        assert asked(page, "conjoint") == told(GROUP, model.adult, model.group or {})[0]
    counted(person, model)


def counted(person: Driven, model: Model) -> None:
    """What would be filed, and what is said, hold nothing dormant."""
    group, rows = model.read()
    filed = relevant(person.here)
    said = Speaker(person.compiled, person.dossier, person.here.values)
    if group is not None:
        assert filed["conjoint"] == group
        assert (said.answer("conjoint.employeur") is None) == ("employeur" not in group)
        assert ("Acme" in (said.answer("conjoint") or "")) == ("employeur" in group)
    if rows is not None:
        assert filed["enfants"] == list(rows)
        assert (said.answer("enfants") or "").count("CP") == sum("classe" in row for row in rows)
