"""A draft: what may be done on each screen, what is kept, and what filing freezes."""

from collections.abc import Callable

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.asked import Question
from parcours.engine.dossier.commands import Command
from parcours.engine.dossier.effects import HandOver, Issue, Send
from parcours.engine.dossier.events import (
    Answered,
    Filed,
    Happened,
    Known,
    Opened,
    Pressed,
    SignedIn,
    Ticked,
    Went,
)
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.fields.field_type import Json
from parcours.engine.source.wording import _
from parcours.tests.dossiers import ACCOUNT, LINK, PERSON, Driven, opened, pdf, ready

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


def refusal(driven: Driven, command: Command) -> str:
    """The sentence of what is not allowed, which changes nothing."""
    before = driven.dossier
    with pytest.raises(NotAllowed) as raised:
        driven.do(command)
    assert driven.dossier is before
    return raised.value.sentence


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


REGISTRY = """
requires: account
registry:
  nom: {label: Nom, type: text}
  usage: {label: Nom d’usage, type: text}
  telephone: {label: Téléphone, type: phone}
  titre: {label: Titre, type: choice, options: {a: A, b: B}}
fields:
  nom: {known_from: registry.nom}
  usage: {known_from: registry.usage, optional: true}
  telephone: {known_from: registry.telephone}
flow:
  - screen: identite
    title: Votre identité
    verify: [nom, usage]
    fields: [telephone]
    next:
      - {when: answered(registry.titre) and registry.titre == 'b', to: autre}
  - screen: depot
    title: Dépôt
    submit: {title: Déposer, outcome: depose, notice: recu}
ends:
  autre: {title: Ailleurs, text: Allez ailleurs.}
notices:
  recu: {title: "Reçu pour {{ nom }}", text: "{{ account.email }} {{ telephone }}"}
"""
KNOWN: dict[str, object] = {"nom": "DIALLO", "telephone": "+33123456789", "inconnu": 1}


def test_a_procedure_may_require_an_account() -> None:
    driven = Driven(ready(REGISTRY), opened(ready(REGISTRY)).now)
    assert refusal(driven, do.Open()) == _("Connectez-vous pour commencer cette démarche.")


def test_a_known_value_is_verified_a_missing_one_asked() -> None:
    driven = opened(ready(REGISTRY), known=KNOWN)
    assert driven.history[1].event == Known({"nom": "DIALLO", "telephone": "+33123456789"})
    shown = {
        q.field.id: (q.is_verified, q.value, q.prefill) for q in driven.visit("identite").questions
    }
    assert shown == {
        "nom": (True, "DIALLO", ""),
        "telephone": (False, None, "+33123456789"),
    }, "an optional unknown one is skipped"
    said = _("Cette information vient de l’administration et ne change pas ici.")
    assert refusal(driven, do.Answer("identite", {"nom": "AUTRE"})) == said
    driven.passes("identite", telephone="06 12 34 56 78")
    assert driven.history[-1].event == Pressed("identite", {"nom": "DIALLO"})

    unknown = opened(ready(REGISTRY))
    assert list(unknown.do(do.Press("identite")).refused) == ["nom", "telephone"]
    unknown.passes("identite", nom="BA", telephone="0612345678")
    assert unknown.here.values["nom"] == "BA"


def test_a_verified_value_that_changed_is_verified_again() -> None:
    driven = opened(ready(REGISTRY), known=KNOWN)
    driven.passes("identite", telephone="0612345678")
    assert driven.here.current == "depot"
    assert driven.do(do.Know({"nom": "DIALLO", "telephone": "+33123456789"})).events == ()
    driven.ok(do.Know({"nom": "DIALLO-BA", "telephone": "+33123456789"}))
    assert driven.here.current == "identite"
    driven.passes("identite")
    assert driven.here.current == "depot"
    driven.ok(do.Know({"nom": "DIALLO-BA", "titre": "b"}))
    assert driven.here.end == "autre"


def test_what_the_registry_learns_takes_the_place_of_an_answer() -> None:
    """In conditions and in texts alike; the answer comes back if the registry forgets."""
    driven = opened(ready(REGISTRY))
    driven.passes("identite", nom="BA", telephone="0612345678")
    driven.ok(do.Know({"nom": "DIALLO"}))
    assert driven.here.values["nom"] == "DIALLO"
    driven.passes("identite")
    driven.ok(do.Submit("depot"))
    sent = next(e for e in driven.effects if isinstance(e, Send))
    assert (sent.title, sent.text) == ("Reçu pour DIALLO", "awa@exemple.fr 06 12 34 56 78")
    assert driven.dossier.filed is not None
    assert driven.dossier.filed.answers == {"nom": "DIALLO", "telephone": "+33612345678"}


ORIENTATION = """
registry:
  titre: {label: Titre, type: choice, options: {a: A, b: B}}
fields:
  situation: {label: Situation, type: choice, options: {seul: Seul, aidant: Aidant}}
  titre: {known_from: registry.titre}
flow:
  - screen: accueil
    title: Accueil
    fields: [situation]
  - screen: choix
    title: Votre titre
    requires: account
    verify: [titre]
    next:
      - {to: fini}
ends:
  fini: {title: Fini, text: "{{ account.number }}"}
"""


def test_a_screen_may_require_an_account() -> None:
    driven = opened(ready(ORIENTATION), account={})
    assert driven.here.values["signed_in"] is False
    driven.passes("accueil", situation="seul")
    visit = driven.visit("choix")
    assert (visit.needs_account, visit.is_ready, visit.questions) == (True, False, ())
    assert refusal(driven, do.Press("choix")) == _("Connectez-vous pour continuer.")
    assert driven.do(do.Answer("choix", {"titre": "a"})).events == ()
    driven.ok(do.Know({"titre": "a"}, PERSON))
    assert [r.event for r in driven.history[-2:]] == [SignedIn(PERSON), Known({"titre": "a"})]
    assert driven.visit("choix").questions[0].is_verified
    driven.passes("choix")
    assert (driven.here.end, driven.here.values["account.number"]) == ("fini", PERSON["number"])
    assert driven.do(do.Know({"titre": "a"}, PERSON)).events == ()


AWAIT = """
fields:
  courriel: {label: Courriel, type: email}
  mot: {label: Mot de passe, type: secret, min_length: 8}
  indice: {label: Indice secret, type: secret, optional: true}
flow:
  - screen: adresse
    title: Adresse
    fields: [courriel]
  - screen: attente
    title: Un message
    text: Ouvrez-le.
    await: {event: confirme, notice: lien, expires: 24 hours}
  - screen: mot
    title: Mot de passe
    fields: [mot, indice]
    submit: {title: Créer, outcome: cree}
notices:
  lien: {title: Confirmez, to: courriel, text: "{{ link }}"}
"""


def waiting() -> Driven:
    driven = opened(ready(AWAIT), account={})
    driven.passes("adresse", courriel="awa@exemple.fr")
    return driven


def sent(driven: Driven) -> list[Send]:
    return [effect for effect in driven.effects if isinstance(effect, Send)]


def test_arriving_sends_the_message_once() -> None:
    driven = waiting()
    expected = Send("lien", "awa@exemple.fr", "Confirmez", LINK, LINK, (), "confirme")
    assert sent(driven) == [expected]
    driven.ok(do.Go("adresse"))
    assert driven.do(do.Answer("adresse", {"courriel": "awa@exemple.fr"})).effects == ()
    said = _("Ouvrez d’abord le lien du message que nous vous avons envoyé.")
    assert refusal(driven, do.Press("attente")) == said
    assert refusal(driven, do.Tell("autre")) == _("Rien n’attend cet évènement.")
    assert refusal(driven, do.Submit("mot"))
    driven.ok(do.Tell("confirme"))
    assert driven.history[-1].event == Happened("confirme", "awa@exemple.fr")
    assert driven.here.current == "mot"
    assert refusal(driven, do.Tell("confirme")) == _("Rien n’attend cet évènement.")
    assert refusal(driven, do.Resend("attente")) == _("Cette page n’attend aucun message.")


@pytest.mark.parametrize(("hours", "is_dead"), [(23, False), (24, True), (90, True)])
def test_a_link_dies_and_another_is_sent(hours: int, is_dead: bool) -> None:
    driven = waiting()
    driven.later(hours=hours)
    if not is_dead:
        driven.ok(do.Tell("confirme"))
        return
    said = _("Ce lien n’est plus valable : faites-vous renvoyer le message.")
    assert refusal(driven, do.Tell("confirme")) == said
    driven.ok(do.Resend("attente"))
    assert len(sent(driven)) == 2
    driven.later(hours=23)
    driven.ok(do.Tell("confirme"))
    assert driven.here.current == "mot"


def test_a_link_lives_its_hours_over_a_change_of_clocks() -> None:
    """25 October 2026 has 25 hours in Paris: 24 hours are over before the same time of day."""
    driven = opened(ready(AWAIT), "2026-10-24", account={})
    driven.passes("adresse", courriel="awa@exemple.fr")
    driven.now = driven.now.replace(day=25)  # 10 o'clock again, 25 hours later
    assert refusal(driven, do.Tell("confirme"))
    driven.now = driven.now.replace(hour=8)
    driven.ok(do.Tell("confirme"))


def test_another_address_must_be_confirmed_anew() -> None:
    driven = waiting()
    driven.ok(do.Tell("confirme"))
    driven.answer("adresse", courriel="autre@exemple.fr")
    assert driven.here.current == "attente"
    assert [one.to for one in sent(driven)] == ["awa@exemple.fr", "autre@exemple.fr"]
    driven.ok(do.Tell("confirme"))
    assert driven.here.current == "mot"
    driven.answer("adresse", courriel="awa@exemple.fr")
    assert driven.here.current == "attente", "only the last one confirmed counts"


def test_resending_is_for_a_screen_that_waits() -> None:
    driven = waiting()
    assert refusal(driven, do.Resend("adresse")) == _("Cette page n’attend aucun message.")
    assert refusal(driven, do.Resend("mot")) == _("Vous n’êtes pas encore arrivé à cette page.")


def test_a_secret_goes_to_the_application_only() -> None:
    driven = waiting()
    driven.ok(do.Tell("confirme"))
    said = _("Ce secret se donne en validant la page.")
    assert refusal(driven, do.Answer("mot", {"mot": "0123456789"})) == said
    decision = driven.do(do.Submit("mot", {"mot": "court"}))
    assert list(decision.refused) == ["mot"]
    assert decision.events == ()
    assert list(driven.do(do.Submit("mot", {"indice": "un long indice"})).refused) == ["mot"]
    decision = driven.ok(do.Submit("mot", {"mot": "0123456789"}))
    (handed,) = decision.effects
    assert isinstance(handed, HandOver)
    assert handed.secrets == {"mot": "0123456789"}
    assert "0123456789" not in repr(handed) + repr(driven.history) + repr(driven.dossier)


def test_an_await_needs_neither_message_nor_end() -> None:
    text = """
fields:
  nom: {label: Nom, type: text}
flow:
  - screen: paiement
    title: Paiement
    text: Payez.
    await: {event: paye}
  - screen: depot
    title: Dépôt
    fields: [nom]
    submit: {title: Déposer, outcome: depose}
"""
    driven = opened(ready(text), account={})
    assert driven.effects == []
    driven.ok(do.Resend("paiement"))
    driven.later(days=1000)
    driven.ok(do.Tell("paye"))
    assert driven.history[-1].event == Happened("paye", "")
    assert driven.here.current == "depot"


def test_only_an_awaited_screen_waits(family: Start) -> None:
    driven = family()
    assert refusal(driven, do.Tell("x")) == _("Rien n’attend cet évènement.")
    assert refusal(driven, do.Attach("x", pdf("a"))) == _(
        "Ce document ne vous est pas demandé ici."
    )
    assert "compte" in ACCOUNT
    assert not [e for e in driven.effects if isinstance(e, Issue)]
