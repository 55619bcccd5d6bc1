"""A draft: what may be done on each screen, what is kept, and what filing freezes."""

from collections.abc import Callable

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.asked import Question
from parcours.engine.dossier.commands import Command
from parcours.engine.dossier.effects import HandOver, Issue
from parcours.engine.dossier.events import Answered, Filed, Opened, Ticked, Went
from parcours.engine.fields.field_type import Json
from parcours.engine.source.wording import _
from parcours.tests.dossiers import ACCOUNT, PERSON, Driven, opened, pdf, ready, refusal

FAMILY = """
fields:
  situation:
    label: Votre situation
    type: choice
    options:
      seul: Seul
      couple: En couple
      veuf: {label: Veuf, when: age >= 18}
  age: {label: Votre âge, type: integer, min: 0, max: 120}
  conjoint:
    label: Conjoint
    type: group
    when: situation == 'couple'
    fields:
      nom: {label: Nom, type: text}
      naissance: {label: Date de naissance, type: date, before: today}
  mariage: {label: Date du mariage, type: date, before: today, when: situation == 'couple'}
  surnom: {label: Surnom, type: text, optional: true}
  ville: {label: Ville, type: text, default: Lyon}
attestations:
  sincerite: {text: J’atteste.}
  union: {text: "Marié depuis le {{ mariage }}.", when: situation == 'couple'}
flow:
  - screen: age
    title: Votre âge
    fields: [age]
    checks:
      - {that: age < 100, else: "À {{ age }} ans, écrivez-nous."}
    next:
      - {when: age < 10, to: enfant}
  - screen: famille
    title: Votre famille
    fields: [situation, conjoint, mariage, surnom, ville]
    warnings:
      - {when: situation == 'seul', text: Vous êtes seul.}
  - screen: couple
    title: Votre couple
    when: situation == 'couple'
    text: Une page de plus.
  - screen: depot
    title: Dépôt
    attest: all
    review: all
    submit: {title: Déposer, outcome: depose}
  - screen: fin
    title: Fin
    text: Merci, {{ filing.number }}.
ends:
  enfant: {title: Trop jeune, text: Revenez plus tard.}
"""


@pytest.fixture(scope="module")
def family() -> Callable[[], Driven]:
    compiled = ready(FAMILY)
    return lambda: opened(compiled)


Start = Callable[[], Driven]


def test_a_draft_is_opened_once(family: Start) -> None:
    driven = family()
    event = driven.history[0].event
    assert isinstance(event, Opened)
    assert (event.procedure, event.version, event.account) == ("demande", "1", PERSON)
    assert event.digest == driven.compiled.checked.digest
    assert refusal(driven, do.Open()) == _("Cette demande est déjà ouverte.")


@pytest.mark.parametrize(
    "command",
    [do.Press("age"), do.Tick(), do.Act("x", "applicant"), do.Submit("depot"), do.Know({})],
)
def test_nothing_is_done_to_what_does_not_exist(family: Start, command: Command) -> None:
    driven = Driven(family().compiled, family().now)
    assert refusal(driven, command) == _("Cette demande n’existe pas.")


def test_answers_given_must_be_awaited(family: Start) -> None:
    driven = Driven(family().compiled, family().now)
    assert refusal(driven, do.Open(given={"x": 1})) == _(
        "Cette démarche n’attend pas ces réponses."
    )
    driven.do(do.Open(given={"age": 30}))
    assert driven.visit("age").questions[0].value == 30
    driven.passes("age")
    assert driven.here.current == "famille"


def test_the_path_stops_at_the_first_screen_not_completed(family: Start) -> None:
    driven = family()
    assert (driven.path, driven.here.current, driven.here.end) == (["age"], "age", "")
    driven.answer("age", age="30")
    assert driven.path == ["age"], "its button was not pressed"
    driven.ok(do.Press("age"))
    assert driven.path == ["age", "famille"]


def test_a_screen_not_come_to_is_closed(family: Start) -> None:
    driven = family()
    closed = _("Vous n’êtes pas encore arrivé à cette page.")
    assert refusal(driven, do.Answer("famille", {"ville": "Lyon"})) == closed
    assert refusal(driven, do.Press("famille")) == closed
    assert refusal(driven, do.Go("famille")) == closed
    assert refusal(driven, do.Press("nulle_part")) == closed
    assert refusal(driven, do.Submit("depot")) == _(
        "Vous n’êtes pas encore arrivé à la page de dépôt."
    )


def test_pressing_tells_what_is_missing(family: Start) -> None:
    driven = family()
    decision = driven.do(do.Press("age"))
    assert decision.refused == {"age": _("Répondez à cette question.")}
    assert decision.events == ()


def test_a_check_stops_and_says_why(family: Start) -> None:
    driven = family()
    driven.answer("age", age="101")
    assert not driven.visit("age").is_ready
    refused = driven.do(do.Press("age")).refused
    assert refused == {"checks.0": _("À 101 ans, écrivez-nous.")}
    driven.passes("age", age="99")
    assert driven.here.current == "famille"


def test_an_end_stops_politely(family: Start) -> None:
    driven = family()
    driven.passes("age", age="9")
    assert (driven.path, driven.here.current, driven.here.end) == (["age"], "", "enfant")


def test_valid_answers_are_kept_beside_a_refused_one(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    decision = driven.answer("famille", situation="marin", surnom="Zizou", ville=" ")
    assert set(decision.refused) == {"situation", "ville"}
    assert [r.event for r in decision.events] == [Answered("surnom", "Zizou")]
    assert driven.visit("famille").values["surnom"] == "Zizou"


def test_a_question_of_another_screen_is_not_allowed(family: Start) -> None:
    driven = family()
    said = _("Cette page ne pose pas ces questions.")
    assert refusal(driven, do.Answer("age", {"ville": "Lyon"})) == said
    said = _("Cette page ne demande pas ces attestations.")
    assert refusal(driven, do.Answer("age", {}, {"rien": True})) == said


def test_questions_called_up_are_answered_in_the_same_breath(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    couple = {"nom": "DIALLO", "naissance": "1990-02-03"}
    driven.ok(
        do.Answer("famille", {"situation": "couple", "conjoint": couple, "mariage": "2020-01-01"})
    )
    values = driven.visit("famille").values
    assert (values["conjoint.nom"], str(values["mariage"])) == ("DIALLO", "2020-01-01")


def test_a_part_refused_is_told_under_its_name(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    couple = {"nom": "", "naissance": "2090-02-03"}
    decision = driven.answer("famille", situation="couple", conjoint=couple)
    assert set(decision.refused) == {"conjoint.nom", "conjoint.naissance"}


def test_what_does_not_apply_is_passed_over(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    decision = driven.ok(do.Answer("famille", {"situation": "seul", "mariage": "demain"}))
    assert [r.event for r in decision.events] == [Answered("situation", "seul")]


def test_dormant_answers_come_back(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    couple = {"nom": "DIALLO", "naissance": "1990-02-03"}
    driven.passes(
        "famille", situation="couple", conjoint=couple, mariage="2020-01-01", ville="Lyon"
    )
    driven.passes("couple")
    assert driven.path == ["age", "famille", "couple", "depot"]
    driven.answer("famille", situation="seul")
    assert driven.path == ["age", "famille", "depot"], "its button stays pressed"
    assert "conjoint" not in driven.here.values
    assert list(driven.here.attestations) == ["sincerite"]
    driven.answer("famille", situation="couple")
    assert driven.path == ["age", "famille", "couple", "depot"]
    assert driven.here.values["conjoint.nom"] == "DIALLO"
    assert list(driven.here.attestations) == ["sincerite", "union"]


def test_an_option_withdrawn_is_no_answer(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    driven.passes("famille", situation="veuf", ville="Lyon")
    driven.answer("age", age="17")
    visit = driven.visit("famille")
    assert driven.here.current == "famille"
    assert [o.id for o in visit.questions[0].settings.options] == ["seul", "couple"]
    assert "situation" not in driven.here.values
    assert list(driven.do(do.Press("famille")).refused) == ["situation"]
    assert driven.answer("famille", situation="veuf").refused
    driven.answer("age", age="40")
    assert driven.here.current == "depot"


def test_a_blank_erases_an_optional_answer(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    assert driven.answer("famille", surnom=" ").events == ()
    driven.answer("famille", surnom="Zizou")
    assert driven.answer("famille", surnom="Zizou").events == (), "the same again is nothing new"
    assert [r.event for r in driven.answer("famille", surnom="").events] == [
        Answered("surnom", None)
    ]
    assert driven.answer("famille", situation="").refused == {
        "situation": _("Répondez à cette question.")
    }


def question(driven: Driven, screen: str, name: str) -> Question:
    return next(q for q in driven.visit(screen).questions if q.field.id == name)


def test_a_default_is_only_proposed(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    asked = question(driven, "famille", "ville")
    assert (asked.value, asked.prefill) == (None, "Lyon")
    assert driven.do(do.Press("famille")).refused["ville"] == _("Répondez à cette question.")


def test_back_is_only_navigation(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    driven.ok(do.Go("age"))
    assert driven.history[-1].event == Went("age")
    assert (driven.dossier.viewing, driven.here.current) == ("age", "famille")
    driven.passes("age")
    assert driven.dossier.viewing == ""


def filed(driven: Driven) -> Driven:
    driven.passes("age", age="30")
    driven.passes("famille", situation="seul", ville="Lyon", surnom="Zizou")
    driven.ok(do.Answer("depot", {}, {"sincerite": True, "union": True}))
    driven.ok(do.Submit("depot"))
    return driven


def test_filing_hands_the_relevant_answers_over(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    couple = {"nom": "DIALLO", "naissance": "1990-02-03"}
    driven.ok(do.Answer("famille", {"situation": "couple", "conjoint": couple}))
    filed(driven)
    answers: dict[str, Json] = {"age": 30, "situation": "seul", "ville": "Lyon", "surnom": "Zizou"}
    day = driven.now.date()
    assert driven.dossier.filed == Filed(
        "depot", "N-1", day, "", "depose", answers, (), ("sincerite",)
    )
    assert [e for e in driven.effects if isinstance(e, HandOver)] == [HandOver("depose", answers)]
    assert driven.path == ["age", "famille", "depot", "fin"]
    assert driven.here.values["filing.number"] == "N-1"


def test_filing_waits_for_what_is_missing(family: Start) -> None:
    driven = family()
    driven.passes("age", age="30")
    driven.passes("famille", situation="seul", ville="Lyon")
    decision = driven.do(do.Submit("depot"))
    assert decision.refused == {"sincerite": _("Cochez cette case pour continuer.")}
    assert decision.events == ()
    said = _("Cette page dépose la demande : employez son bouton.")
    assert refusal(driven, do.Press("depot")) == said
    assert refusal(driven, do.Submit("famille")) == _(
        "Vous n’êtes pas encore arrivé à la page de dépôt."
    )
    driven.ok(do.Answer("depot", {}, {"sincerite": True}))
    assert driven.history[-1].event == Ticked("sincerite", on=True)
    driven.ok(do.Answer("depot", {}, {"sincerite": False}))
    assert driven.do(do.Submit("depot")).refused


def test_nothing_changes_once_filed(family: Start) -> None:
    driven = filed(family())
    before = driven.here
    driven.later(days=20_000)
    assert driven.here == before, "the day is frozen too"
    said = _("Votre demande est déposée : ces réponses ne changent plus.")
    for command in (do.Answer("age", {"age": "3"}), do.Press("age"), do.Go("age"), do.Know({})):
        assert refusal(driven, command) == said
    assert refusal(driven, do.Submit("depot")) == _("Votre demande est déjà déposée.")


def test_only_an_awaited_screen_waits(family: Start) -> None:
    driven = family()
    assert refusal(driven, do.Tell("x")) == _("Rien n’attend cet évènement.")
    assert refusal(driven, do.Attach("x", pdf("a"))) == _(
        "Ce document ne vous est pas demandé ici."
    )
    assert "compte" in ACCOUNT
    assert not [e for e in driven.effects if isinstance(e, Issue)]
