"""Screens that wait for an event told from outside, and the messages with one-time links."""

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.effects import HandOver, Send
from parcours.engine.dossier.events import Happened
from parcours.engine.source.wording import _
from parcours.tests.dossiers import LINK, Driven, opened, ready, refusal

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
