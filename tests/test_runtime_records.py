"""Lists, stories, exports, drafts claimed and erased: what a portal asks of what is kept."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.dossier import commands as do
from parcours.engine.dossier.events import SignedIn
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.runtime import Runtime, Sources
from parcours.engine.source.files import InMemory
from parcours.engine.store.errors import FileMissing, KeyReused, Unknown
from parcours.engine.store.store import Store
from parcours.tests import runtime_forms as forms
from parcours.tests.runtimes import (
    ACCOUNT,
    NOON,
    PDF,
    REQUEST,
    Clock,
    Raws,
    at_the_documents,
    awaiting,
    clock,
    everything,
    filed,
    incomplete,
    made,
    pending,
    ready,
    runtime,
    sources,
    store,
)

__all__ = ["clock", "runtime", "store"]

NO_TIME = timedelta(0)


def refusal(runtime: Runtime, dossier: str, owner: str | None) -> str:
    """What erasing says, having changed nothing."""
    before = everything(runtime, dossier)
    with pytest.raises(NotAllowed) as met:
        runtime.records.erase(dossier, owner)
    assert everything(runtime, dossier) == before
    return met.value.sentence


# Erasing.


def test_an_owner_erases_a_draft_and_its_files_go(runtime: Runtime) -> None:
    dossier, other = ready(runtime), at_the_documents(runtime)
    runtime.attach(other, "identite", "b.pdf", "application/pdf", PDF + b" autre", 1000)
    (own,) = {file.digest for file in runtime.records.export("u1").files} - {
        file.digest for files in runtime.dossier(other)[1].files.values() for file in files
    }
    runtime.records.erase(dossier, "u1")
    for ask in (
        lambda: runtime.page(dossier),
        lambda: runtime.records.erase(dossier, "u1"),
        lambda: runtime.records.story(dossier),
    ):
        with pytest.raises(Unknown):
            ask()
    assert runtime.records.collect() == 0  # joined a moment ago: see GRACE
    assert runtime.records.collect(NO_TIME) == 1
    with pytest.raises(FileMissing):
        runtime.store.open_file(own)
    assert [line.dossier for line in runtime.records.requests(owner="u1").lines] == [other]
    assert runtime.page(other).documents


def test_only_its_owner_erases_a_draft(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    for other in ("u2", ""):
        assert refusal(runtime, dossier, other) == "Cette demande n’est pas la vôtre."
    runtime.records.erase(dossier)  # past its keeping time


def test_what_is_filed_is_not_erased_by_its_owner(runtime: Runtime, clock: Clock) -> None:
    dossier = filed(runtime)
    told = "Votre demande est déposée\u00a0: elle ne peut plus être effacée."
    assert refusal(runtime, dossier, "u1") == told
    examined = "Cette demande est en cours d’examen\u00a0: elle ne peut pas être effacée."
    assert refusal(runtime, dossier, None) == examined
    clock.wait(days=365)  # accepted in silence: nobody has ticked yet
    assert refusal(runtime, dossier, "u1") == told
    runtime.records.erase(dossier)
    assert (pending(runtime, dossier), runtime.records.requests().lines) == ([], ())


def test_what_nobody_examines_is_erased(runtime: Runtime) -> None:
    dossier = awaiting(runtime)
    runtime.handle(dossier, do.Tell("confirme"))
    runtime.file(dossier, "secrets", {"secret_voulu": "un-bon-secret"})
    runtime.records.erase(dossier)
    assert pending(runtime, dossier) == []


def test_filing_and_erasing_at_once(store: Store, clock: Clock) -> None:
    """One of them comes first, and the other is told so."""
    runtime = made(store, clock)
    for _turn in range(8):
        dossier, together = ready(runtime), Barrier(2)

        def erase(dossier: str = dossier, together: Barrier = together) -> str:
            together.wait()
            try:
                runtime.records.erase(dossier, "u1")
            except NotAllowed:
                return "filed"
            return "erased"

        def submit(dossier: str = dossier, together: Barrier = together) -> str:
            together.wait()
            try:
                assert runtime.file(dossier, "recap").is_accepted
            except Unknown:
                return "erased"
            return "filed"

        with ThreadPoolExecutor(2) as pool:
            one, other = pool.submit(erase), pool.submit(submit)
            assert one.result() == other.result()
        is_there = dossier in [line.dossier for line in runtime.records.requests().lines]
        assert is_there == (one.result() == "filed")
        assert bool(pending(runtime, dossier)) == is_there


def test_drafts_past_their_keeping_time(runtime: Runtime, clock: Clock) -> None:
    kept = filed(runtime)
    old = at_the_documents(runtime)
    clock.wait(days=80)
    young = at_the_documents(runtime)
    clock.wait(days=11)
    before = clock() - timedelta(days=90)
    page = runtime.records.requests(status="draft", before=before)
    assert [line.dossier for line in page.lines] == [old]
    for line in page.lines:
        runtime.records.erase(line.dossier)
    assert {line.dossier for line in runtime.records.requests().lines} == {kept, young}


# Claiming.


def test_an_anonymous_draft_is_claimed(runtime: Runtime) -> None:
    dossier = runtime.start("carte")
    runtime.press(dossier, "preambule")
    first = runtime.claim(dossier, "u1", ACCOUNT)
    assert first.is_accepted
    before = everything(runtime, dossier)
    assert runtime.claim(dossier, "u1", ACCOUNT).version == first.version
    assert everything(runtime, dossier) == before
    assert [line.dossier for line in runtime.records.requests(owner="u1").lines] == [dossier]
    assert runtime.records.requests(owner="").lines == ()
    assert runtime.dossier(dossier)[1].account == ACCOUNT
    assert runtime.page(dossier).id == "foyer"
    with pytest.raises(NotAllowed) as met:
        runtime.claim(dossier, "u2", ACCOUNT)
    assert met.value.sentence == "Cette demande est déjà celle d’une autre personne."
    assert everything(runtime, dossier) == before


def test_a_claim_leaves_a_trace_even_where_nothing_else_is_new(runtime: Runtime) -> None:
    dossier = runtime.start("compte", account=ACCOUNT)
    runtime.claim(dossier, "u1", ACCOUNT)
    assert runtime.history(dossier)[-1].event == SignedIn(ACCOUNT)


def test_what_is_filed_is_not_claimed(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = awaiting(runtime)
    runtime.handle(dossier, do.Tell("confirme"))
    runtime.file(dossier, "secrets", {"secret_voulu": "un-bon-secret"})
    before = everything(runtime, dossier)
    with pytest.raises(NotAllowed):
        runtime.claim(dossier, "u1", ACCOUNT)
    assert everything(runtime, dossier) == before


def test_nobody_claims_nothing(runtime: Runtime) -> None:
    dossier = runtime.start("carte")
    for owner, account in (("", ACCOUNT), ("u1", {})):
        with pytest.raises(ValueError, match="claimed by somebody"):
            runtime.claim(dossier, owner, account)


def test_a_claim_sent_twice_is_one(runtime: Runtime) -> None:
    dossier = runtime.start("carte")
    first = runtime.claim(dossier, "u1", ACCOUNT, once="k")
    runtime.press(dossier, "preambule")
    assert runtime.claim(dossier, "u1", ACCOUNT, once="k").version == first.version
    with pytest.raises(KeyReused):
        runtime.claim(dossier, "u2", ACCOUNT, once="k")


def test_sixteen_claims_at_once_have_one_winner(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier, together = runtime.start("carte"), Barrier(16)

    def claim(number: int) -> str:
        together.wait()
        owner = f"u{number % 4}"
        try:
            runtime.claim(dossier, owner, {**ACCOUNT, "number": owner})
        except NotAllowed:
            return ""
        return owner

    with ThreadPoolExecutor(16) as pool:
        winners = [owner for owner in pool.map(claim, range(16)) if owner]
    assert len(winners) == 4
    assert {*winners} == {store.load(dossier).card.owner}
    kinds = [type(one.event).__name__ for one in runtime.history(dossier)]
    assert kinds == ["Opened", "SignedIn"]


ANONYMOUS = """
procedure: suivi
version: "1"
title: Suivi
fields: {ville: {label: Votre ville, type: text}}
notices: {lien: {title: Votre lien, to: applicant, text: "Ouvrez {{ link }}."}}
flow:
  - screen: ville
    title: Votre ville
    fields: [ville]
  - screen: attente
    title: Confirmez
    requires: account
    await: {event: confirme, notice: lien}
  - screen: envoi
    title: Envoi
    submit: {title: Envoyer}
examination: {opens: recue, states: {recue: {title: Reçue, final: oui}}}
"""


def test_a_message_waits_for_an_address(store: Store, clock: Clock) -> None:
    """It once went to nobody, and whoever signed in then had to ask for it."""
    files = {"suivi.yaml": ANONYMOUS, "account.yaml": forms.TEXTS["account.yaml"]}
    found, report = check(InMemory(files), "suivi.yaml")
    assert found, report.diagnostics
    runtime = Runtime([found], store, sources(clock))
    dossier = runtime.start("suivi", given={"ville": "Lyon"})
    assert (runtime.page(dossier).id, pending(runtime, dossier)) == ("attente", [])
    with pytest.raises(NotAllowed):
        runtime.handle(dossier, do.Tell("confirme"))
    with pytest.raises(NotAllowed):
        runtime.handle(dossier, do.Resend("attente"))
    runtime.claim(dossier, "u1", ACCOUNT)
    assert [kind for kind, _due in pending(runtime, dossier)] == ["send"]
    runtime.claim(dossier, "u1", ACCOUNT)
    assert [kind for kind, _due in pending(runtime, dossier)] == ["send"]
    assert runtime.handle(dossier, do.Tell("confirme")).is_accepted
    again = runtime.start("suivi", owner="u1", account=ACCOUNT, given={"ville": "Lyon"})
    assert [kind for kind, _due in pending(runtime, again)] == ["send"]


# Lists.


def test_a_list_shows_what_a_portal_needs(runtime: Runtime, clock: Clock) -> None:
    sent = filed(runtime)
    clock.wait(days=1)
    draft = at_the_documents(runtime)
    at_the_documents(made(runtime.store, clock, sources_of_others(clock)))
    page = runtime.records.requests(owner="u1", limit=2)
    assert page.following is not None
    page = runtime.records.requests(owner="u1")
    found = {line.dossier: line for line in page.lines}
    one, other = found[draft], found[sent]
    assert (one.title, one.status, one.status_title) == (
        "Carte de stationnement",
        "draft",
        "Brouillon",
    )
    assert (one.is_draft, one.number, one.filed) == (True, "", None)
    assert (one.opened, one.changed) == (NOON + timedelta(days=1),) * 2
    assert (other.status, other.status_title) == ("instruction", "En cours")
    assert (other.is_draft, other.number, other.filed) == (False, "n1", NOON)
    assert [line.dossier for line in runtime.records.requests(number="n1").lines] == [sent]
    assert runtime.records.requests(number="n9").lines == ()
    states = runtime.records.requests(procedure="carte", status="instruction").lines
    assert [line.dossier for line in states] == [sent]


def sources_of_others(clock: Clock) -> Sources:
    """As `sources`, with other names."""
    plain = sources(clock)
    return Sources(clock, lambda: "autre", plain.number, plain.link)


def test_a_list_says_what_the_version_of_each_says(store: Store, clock: Clock) -> None:
    dossier = filed(made(store, clock))
    text = forms.TEXTS["carte.yaml"].replace("title: En cours", "title: Autrement")
    found, _report = check(InMemory({**forms.TEXTS, "carte.yaml": text}), "carte.yaml")
    assert found
    (line,) = Runtime([found], store, sources(clock)).records.requests().lines
    assert (line.dossier, line.status_title) == (dossier, "En cours")


def test_what_is_filed_for_nobody_to_examine_is_filed(runtime: Runtime) -> None:
    dossier = awaiting(runtime)
    runtime.handle(dossier, do.Tell("confirme"))
    runtime.file(dossier, "secrets", {"secret_voulu": "un-bon-secret"})
    (line,) = runtime.records.requests().lines
    assert (line.status, line.status_title, line.is_draft) == ("filed", "Déposée", False)


# Stories.


def test_a_story_is_what_the_applicant_may_read(runtime: Runtime, clock: Clock) -> None:
    dossier = incomplete(runtime)
    runtime.attach(dossier, "pieces/1/identite", "a", "application/pdf", PDF, 1000)
    runtime.act(dossier, "envoyer", "applicant", ticks={"complet": True})
    raws: Raws = {"pieces": [REQUEST], "echeance": "2026-12-20"}
    runtime.act(dossier, "demander", "caseworker", raws)
    clock.wait(days=365)
    runtime.tick(dossier)
    moments = runtime.records.story(dossier)
    assert [(one.kind, one.title) for one in moments] == [
        ("opened", "Vous avez commencé cette demande."),
        ("filed", "Vous avez déposé cette demande\u00a0: elle porte le numéro n1."),
        ("state", "État de la demande\u00a0: En cours"),
        ("deliverable", "Document délivré\u00a0: Récépissé"),
        ("notice", "Message reçu\u00a0: Reçu"),
        ("state", "État de la demande\u00a0: Pièces demandées"),
        ("notice", "Message reçu\u00a0: Manque"),
        ("acted", "Votre action\u00a0: Envoyer"),
        ("state", "État de la demande\u00a0: En cours"),
        ("state", "État de la demande\u00a0: Pièces demandées"),
        ("notice", "Message reçu\u00a0: Manque"),
        ("notice", "Message reçu\u00a0: Rappel"),
        ("notice", "Message reçu\u00a0: Rappel"),
        ("state", "État de la demande\u00a0: Close"),
        ("notice", "Message reçu\u00a0: Un mot"),
    ]
    assert [one.at for one in moments] == sorted(one.at for one in moments)


def test_the_story_of_an_account(runtime: Runtime) -> None:
    dossier = awaiting(runtime)
    assert [one.kind for one in runtime.records.story(dossier)] == ["opened", "notice"]


OFFICE = """
procedure: suivi
version: "1"
title: Suivi
fields: {ville: {label: Votre ville, type: text}}
notices:
  nouvelle: {title: Une demande vous attend, to: caseworker, text: Bonjour.}
  recu: {title: "Nous écrivons de {{ ville }}", text: Bonjour.}
flow:
  - screen: envoi
    title: Envoi
    fields: [ville]
    submit: {title: Envoyer, notice: [nouvelle, recu]}
examination: {opens: recue, states: {recue: {title: Reçue, final: oui}}}
"""


def test_a_story_leaves_out_what_is_said_to_the_office(store: Store, clock: Clock) -> None:
    found, report = check(InMemory({"suivi.yaml": OFFICE}), "suivi.yaml")
    assert found, report.diagnostics
    runtime = Runtime([found], store, sources(clock))
    dossier = runtime.start("suivi", owner="u1")
    runtime.answer(dossier, "envoi", {"ville": "Lyon"})
    assert runtime.file(dossier, "envoi").is_accepted
    said = [one.title for one in runtime.records.story(dossier) if one.kind == "notice"]
    assert said == ["Message reçu\u00a0: Nous écrivons de Lyon"]


def test_the_story_of_what_bears_no_number(store: Store, clock: Clock) -> None:
    runtime = made(store, clock, replace(sources(clock), number=lambda: ""))
    told = [one.title for one in runtime.records.story(filed(runtime))]
    assert told[:2] == ["Vous avez commencé cette demande.", "Vous avez déposé cette demande."]


# Exports.


def test_an_export_holds_all_that_is_kept(runtime: Runtime) -> None:
    sent, draft = filed(runtime), at_the_documents(runtime)
    runtime.attach(draft, "identite", "b.pdf", "application/pdf", PDF + b"2", 1000)
    runtime.start("carte", owner="u2")
    found = runtime.records.export("u1")
    data = json.loads(json.dumps(found.data, allow_nan=False))
    assert (data["v"], data["owner"], data["made"]) == (1, "u1", NOON.isoformat())
    assert {one["dossier"] for one in data["dossiers"]} == {sent, draft}
    for one in data["dossiers"]:
        entries = [dict(entry.event) for entry in runtime.store.load(one["dossier"]).entries]
        assert one["history"] == json.loads(json.dumps(entries))
        assert {each["digest"] for each in one["files"]} <= {file.digest for file in found.files}
    whole = next(one for one in data["dossiers"] if one["dossier"] == sent)
    assert (whole["number"], whole["filed"]) == ("n1", NOON.isoformat())
    assert [waiting["type"] for waiting in whole["waiting"]] == ["issue", "send", "wake"]
    contents = set()
    for file in found.files:
        with runtime.store.open_file(file.digest) as stream:
            contents.add(stream.read())
    assert contents == {PDF, PDF + b"2"}


def test_an_export_opens_no_door(runtime: Runtime) -> None:
    dossier = runtime.start("compte", owner="u1", account=ACCOUNT, known={"nom": "BA"})
    runtime.press(dossier, "identite")
    runtime.answer(dossier, "contact", {"courriel": "a@exemple.fr", "depart": "2027-06-01"})
    runtime.press(dossier, "contact")
    assert f"https://exemple.fr/{dossier}" in str(runtime.due()[0].data)
    assert f"https://exemple.fr/{dossier}" not in json.dumps(runtime.records.export("u1").data)
    runtime.handle(dossier, do.Tell("confirme"))
    runtime.file(dossier, "secrets", {"secret_voulu": "un-bon-secret"})
    assert "un-bon-secret" not in json.dumps(runtime.records.export("u1").data)


def test_nobody_is_not_a_person(runtime: Runtime) -> None:
    runtime.start("carte")
    with pytest.raises(ValueError, match="for somebody"):
        runtime.records.export("")


def test_a_long_list_is_exported_whole(runtime: Runtime) -> None:
    dossiers = {runtime.start("carte", owner="u1") for _ in range(205)}
    data = json.loads(json.dumps(runtime.records.export("u1").data))
    assert {one["dossier"] for one in data["dossiers"]} == dossiers
