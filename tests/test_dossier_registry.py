"""What the administration knows: verified and not asked, from the opening or from a sign-in on."""

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.effects import Send
from parcours.engine.dossier.events import Known, Pressed, SignedIn
from parcours.engine.source.wording import _
from parcours.tests.dossiers import PERSON, Driven, opened, ready, refusal

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
