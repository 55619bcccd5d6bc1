"""What an embedder relies on: typed errors that change nothing, effects, history, instants."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.dossier import commands as do
from parcours.engine.dossier.codec import to_json
from parcours.engine.dossier.effects import Effect, HandOver, Issue, Send, Wake
from parcours.engine.dossier.events import Elapsed, File
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.runtime import Runtime, Sources, UnknownProcedure, effect_of
from parcours.engine.runtime.kept_effects import kept
from parcours.engine.runtime.written import request_of
from parcours.engine.source.files import InMemory
from parcours.engine.store.errors import Unknown
from parcours.engine.store.store import Store
from parcours.tests import runtime_forms as forms
from parcours.tests.runtimes import (
    ACCOUNT,
    NOON,
    PDF,
    REQUEST,
    Clock,
    Raws,
    awaiting,
    clock,
    everything,
    filed,
    incomplete,
    made,
    pending,
    ready,
    runtime,
    store,
)

__all__ = ["clock", "runtime", "store"]


# Errors.


def test_an_unknown_dossier(runtime: Runtime) -> None:
    for ask in (
        lambda: runtime.press("inconnu", "foyer"),
        lambda: runtime.attach("inconnu", "identite", "a", "application/pdf", PDF, 1000),
        lambda: runtime.act("inconnu", "retirer", "applicant"),
        lambda: runtime.page("inconnu"),
        lambda: runtime.history("inconnu"),
        lambda: runtime.tick("inconnu"),
        lambda: runtime.handle("inconnu", do.Tick(), "k"),
    ):
        with pytest.raises(Unknown):
            ask()
    assert runtime.store.dossiers().lines == ()


def test_an_unknown_procedure(runtime: Runtime) -> None:
    with pytest.raises(UnknownProcedure) as met:
        runtime.start("inconnue")
    assert met.value.sentence == "La démarche «\u00a0inconnue\u00a0» n’existe pas."
    assert runtime.store.dossiers().lines == ()


def test_an_account_is_required(runtime: Runtime) -> None:
    with pytest.raises(NotAllowed):
        runtime.start("compte")
    assert runtime.store.dossiers().lines == ()


@pytest.mark.parametrize(
    "command",
    [
        do.Act("accorder", "applicant"),
        do.Act("retirer", "caseworker"),
        do.Act("accorder", ""),
        do.Act("envoyer", "applicant"),
        do.Act("inconnue", "caseworker"),
        do.Act("accorder", "caseworker", {"motifs": "x"}),
        do.Answer("foyer", {"situation": "couple"}),
        do.Press("argent"),
        do.Go("foyer"),
        do.Submit("recap"),
        do.Know({"nom": "BA"}),
        do.Open(),
        do.Tell("confirme"),
        do.Resend("argent"),
        do.Attach("identite", File("0" * 64, "a", 1, "application/pdf")),
        do.Detach("identite", "0" * 64),
        do.Choose("domicile", "domicile.location.bail"),
    ],
)
def test_the_wrong_person_or_moment_changes_nothing(runtime: Runtime, command: do.Command) -> None:
    dossier = filed(runtime)
    before = everything(runtime, dossier)
    with pytest.raises(NotAllowed) as met:
        runtime.handle(dossier, command, once="k1")
    assert met.value.sentence
    assert everything(runtime, dossier) == before


def test_a_refused_value_is_told_and_what_is_valid_beside_it_is_kept(runtime: Runtime) -> None:
    dossier = runtime.start("carte")
    runtime.press(dossier, "preambule")
    told = runtime.answer(dossier, "foyer", {"situation": "couple", "conjoint": {"nom": "BA"}})
    assert set(told.refused) == {"conjoint.naissance"}
    assert not told.is_accepted
    assert runtime.dossier(dossier)[1].answers == {"situation": "couple"}


# Effects.


def test_effects_are_kept_with_the_events_that_brought_them(runtime: Runtime, clock: Clock) -> None:
    dossier = ready(runtime)
    assert pending(runtime, dossier) == []
    told = runtime.file(dossier, "recap")
    assert [type(effect) for effect in told.effects] == [Issue, Send, Wake]
    kept_now = runtime.store.due_effects(datetime(2100, 1, 1, tzinfo=UTC))
    assert sorted(map(repr, told.effects)) == sorted(repr(effect_of(p.data)) for p in kept_now)
    assert [p.data["type"] for p in runtime.due()] == ["issue", "send"]
    clock.wait(days=100)
    assert [p.data["type"] for p in runtime.due()] == ["issue", "send", "wake"]


def test_a_draft_is_not_told_to_be_filed(runtime: Runtime) -> None:
    dossier = runtime.start("carte", owner="u1")
    with pytest.raises(NotAllowed, match="pas déposée"):
        runtime.status(dossier)


def test_a_later_wake_takes_the_place_of_the_former(runtime: Runtime, clock: Clock) -> None:
    def wakes() -> list[datetime]:
        return [due for kind, due in pending(runtime, dossier) if kind == "wake"]

    dossier = filed(runtime)
    silence = datetime(2027, 1, 2, 11, tzinfo=UTC)
    assert wakes() == [silence]
    clock.wait(days=1)
    runtime.act(dossier, "relire", "caseworker")
    assert wakes() == [silence]
    raws: Raws = {"pieces": [REQUEST], "echeance": "2026-12-20"}
    runtime.act(dossier, "demander", "caseworker", raws)
    reminder = datetime(2026, 12, 14, 23, tzinfo=UTC)
    assert wakes() == [datetime(2026, 12, 13, 11, tzinfo=UTC)]  # 40 days
    clock.now = reminder
    runtime.tick(dossier)
    assert wakes() == [datetime(2026, 12, 19, 23, tzinfo=UTC)]
    clock.wait(days=30)
    runtime.tick(dossier)
    assert wakes() == []
    assert runtime.status(dossier).id == "close"


def test_a_tick_twice_is_one(runtime: Runtime, clock: Clock) -> None:
    dossier = incomplete(runtime)
    clock.wait(days=365)
    first = runtime.tick(dossier)
    before = everything(runtime, dossier)
    again = runtime.tick(dossier)
    assert (again.version, again.effects) == (first.version, ())
    assert everything(runtime, dossier) == before


@pytest.mark.parametrize(
    "effect",
    [
        Send("depot", "applicant", "Titre", "Texte", "Courriel", ("recepisse",), "confirme"),
        Issue(
            "recepisse",
            "Récépissé",
            "receipt",
            "Texte",
            date(2026, 11, 2),
            None,
            {
                "60": "DIALLO",
                "69": date(1990, 1, 31),
                "n": 3,
                "d": Decimal("1.50"),
                "o": frozenset({"a", "b"}),
                "oui": True,
                "rows": ({"nom": "BA", "naissance": date(2020, 2, 29)},),
            },
        ),
        Issue("r", "R", "decision", "", date(2026, 11, 2), date(2027, 5, 2)),
        HandOver("cree", {"nom": "BA", "liste": [{"a": 1}], "vide": None}, {"mot": "secret"}),
        Wake(NOON),
    ],
)
def test_effects_are_kept_and_read_back(effect: Effect) -> None:
    data = json.loads(json.dumps(kept(effect, NOON).data))
    assert effect_of(data) == effect
    with pytest.raises(ValueError, match="version 2"):
        effect_of({**data, "v": 2})
    with pytest.raises(ValueError, match="'other'"):
        effect_of({**data, "type": "other"})


def test_a_secret_is_in_no_request_and_no_event(runtime: Runtime) -> None:
    one = request_of(do.Submit("secrets", {"secret_voulu": "un-bon-secret"}))
    assert one == request_of(do.Submit("secrets", {"secret_voulu": "un autre secret"}))
    dossier = awaiting(runtime)
    runtime.handle(dossier, do.Tell("confirme"))
    told = runtime.file(dossier, "secrets", {"secret_voulu": "un-bon-secret"}, once="k")
    assert [type(effect) for effect in told.effects] == [HandOver]
    assert "un-bon-secret" not in repr(told)
    assert "un-bon-secret" not in json.dumps([to_json(r.event) for r in runtime.history(dossier)])
    assert "un-bon-secret" not in json.dumps(runtime.page(dossier).as_json())


def test_mappings_of_any_kind_are_taken(runtime: Runtime) -> None:
    known: Any = MappingProxyType({"nom": "BA"})
    dossier = runtime.start("compte", account=MappingProxyType(ACCOUNT), known=known)
    raws: Any = MappingProxyType({"courriel": "a@exemple.fr", "depart": "2027-06-01"})
    runtime.handle(dossier, do.Press("identite"), once="k1")
    assert runtime.handle(dossier, do.Answer("contact", raws), once="k2").is_accepted
    again = runtime.handle(dossier, do.Answer("contact", dict(raws)), once="k2")
    assert again.version == 5


# History and time.


def test_history_is_in_order_and_each_event_bears_its_instant(
    runtime: Runtime, clock: Clock
) -> None:
    dossier = incomplete(runtime)
    clock.wait(days=200)
    runtime.tick(dossier)
    instants = [one.at for one in runtime.history(dossier)]
    assert instants == sorted(instants)
    assert all(at.utcoffset() is not None for at in instants)
    elapsed = [one.at for one in runtime.history(dossier) if isinstance(one.event, Elapsed)]
    assert elapsed == [
        datetime(2026, 12, 12, 11, tzinfo=UTC),
        datetime(2026, 12, 14, 23, tzinfo=UTC),
        datetime(2026, 12, 19, 23, tzinfo=UTC),
    ]


def test_what_came_due_comes_before_what_is_done_after_it(runtime: Runtime, clock: Clock) -> None:
    """A file joined after the deadline is too late, even where no worker ticked."""
    dossier = incomplete(runtime)
    slot = "pieces/1/identite"
    assert runtime.attach(dossier, slot, "a", "application/pdf", PDF, 1000).is_accepted
    clock.wait(days=43)  # past the reminders, before the deadline
    assert runtime.attach(dossier, slot, "a", "application/pdf", PDF + b"2", 1000).is_accepted
    instants = [one.at for one in runtime.history(dossier)]
    assert instants == sorted(instants)
    clock.wait(days=100)
    with pytest.raises(NotAllowed):
        runtime.attach(dossier, slot, "a", "application/pdf", PDF, 1000)


def test_a_page_shows_what_has_come_due_before_anybody_ticks(
    runtime: Runtime, clock: Clock
) -> None:
    dossier = incomplete(runtime)
    before = everything(runtime, dossier)
    clock.wait(days=365)
    assert (runtime.page(dossier).kind, runtime.page(dossier).id) == ("status", "close")
    assert runtime.status(dossier).id == "close"
    assert runtime.action_page(dossier, "envoyer") is None
    assert everything(runtime, dossier) == before


def test_what_is_attested_once_is_not_attested_for_ever(runtime: Runtime) -> None:
    """Each act needs its own attestation."""
    dossier = incomplete(runtime)
    for number in (1, 2):
        slot = f"pieces/{number}/identite"
        runtime.attach(dossier, slot, "a", "application/pdf", PDF, 1000)
        asked = runtime.action_page(dossier, "envoyer")
        assert asked is not None
        assert [tick.is_ticked for tick in asked.ticks] == [False]
        told = runtime.act(dossier, "envoyer", "applicant")
        assert told.refused == {"complet": "Cochez cette case pour continuer."}
        assert runtime.act(dossier, "envoyer", "applicant", ticks={"complet": True}).is_accepted
        raws: Raws = {"pieces": [REQUEST], "echeance": "2026-12-20"}
        assert runtime.act(dossier, "demander", "caseworker", raws).is_accepted


def test_another_address_gets_a_message_of_its_own(runtime: Runtime) -> None:
    dossier = awaiting(runtime)
    told = runtime.answer(dossier, "contact", {"courriel": "b@exemple.fr"})
    (sent,) = (effect for effect in told.effects if isinstance(effect, Send))
    assert (sent.to, sent.awaits) == ("b@exemple.fr", "confirme")


def test_a_dossier_keeps_the_procedure_it_began_with(store: Store, clock: Clock) -> None:
    old = made(store, clock)
    dossier = old.start("carte")
    text = forms.carte_text(is_edited=True)
    checked, _report = check(InMemory({**forms.TEXTS, "carte.yaml": text}), "carte.yaml")
    assert checked is not None
    given = Sources(clock, lambda: "new", lambda: "n9", lambda _name: "")
    present = Runtime([checked], store, given)
    assert (present.page(dossier).id, present.page(present.start("carte")).id) == (
        "preambule",
        "accueil",
    )
    assert present.dossier(dossier)[0].procedure.version == "1"
    gone = Runtime([], store, given)
    assert gone.page(dossier).id == "preambule"
    with pytest.raises(UnknownProcedure):
        gone.start("carte")
