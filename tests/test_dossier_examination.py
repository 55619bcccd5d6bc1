"""After filing: who may do what in which state, and what is said, issued and asked again."""

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.effects import Issue, Send, Wake
from parcours.engine.dossier.events import Acted, Answered, Elapsed, Issued, Notified, Ticked
from parcours.engine.dossier.examining import Possible, possible
from parcours.engine.dossier.settling import values_at
from parcours.engine.fields.field_type import Raw
from parcours.engine.source.wording import _
from parcours.tests.dossiers import Driven, at, opened, pdf, ready, refusal

PERMIT = """
requires: account
parameters:
  droit: {title: Droit, law: Exemple, values: {2026-01-01: 25, 2027-01-01: 50}}
fields:
  nom: {label: Nom, type: text}
  presse: {label: Pressé, type: boolean}
  logement: {label: Logement, type: choice, options: {loue: Loue, heberge: Hébergé}, when: presse}
  pieces: {label: Pièces demandées, type: documents_request}
  mot: {label: Un mot, type: text, optional: true}
  motifs: {label: Motifs, type: long_text}
  urgence: {label: Urgence, type: text, when: presse}
  echeance: {label: Échéance, type: date, after: today}
attestations:
  sincerite: {text: J’atteste.}
  encore: {text: "J’atteste encore, {{ nom }}."}
documents:
  bail: {title: Bail, help: Aide., when: presse}
  facture: {title: Facture, help: Aide., optional: true}
  photo: {title: Photo, help: Aide., code: ephoto_code}
  preuve:
    title: Preuve
    help: Aide.
    when: presse
    variants:
      loue: {title: Quittance, when: logement == 'loue'}
      heberge: {title: Attestation, when: logement == 'heberge'}
  contrat: {title: Contrat, help: Aide., later: plus tard}
flow:
  - screen: nom
    title: Nom
    fields: [nom, presse, logement]
  - screen: depot
    title: Dépôt
    attest: [sincerite]
    collect: all
    submit: {title: Déposer, notice: [recu, agent], deliver: [recepisse, urgent]}
  - screen: fin
    title: Fin
    text: "{{ filing.number }}"
    deliver: [recepisse]
examination:
  opens: etude
  states:
    etude:
      title: À l’étude
      actions:
        demander:
          by: caseworker
          title: Demander
          fields: [pieces, mot, echeance]
          to: attente
          notice: demande
        refuser:
          by: caseworker
          title: Refuser
          fields: [motifs, urgence]
          to: refusee
          notice: refus
        presser: {by: applicant, title: Presser, when: presse, notice: jure}
        jurer: {by: applicant, title: Jurer, attest: [encore], notice: jure}
        envoyer: {by: applicant, title: Envoyer, collect: [contrat]}
        accorder: {by: system, title: Accorder, to: accordee, deliver: [titre]}
    attente:
      title: En attente
      timers:
        - {at: echeance, to: retard}
      actions:
        repondre:
          by: applicant
          title: Répondre
          fields: [mot]
          collect: pieces
          to: etude
          notice: reponse
    retard:
      title: En retard
      actions:
        repondre_tard: {by: applicant, title: Répondre, collect: pieces, to: etude}
    refusee: {title: Refusée, final: true}
    accordee: {title: Accordée, final: true}
notices:
  recu: {title: Reçu, text: "{{ nom }} {{ filing.number }} {{ param.droit }}", attach: [recepisse]}
  agent: {title: Nouveau, to: caseworker, text: "{{ filing.date }}"}
  demande: {title: Demande, text: "{{ pieces }}", mail: Connectez-vous.}
  reponse:
    title: Réponse
    text:
      - {when: answered(mot), text: "Il dit {{ mot }}"}
      - {when: not answered(mot), text: Il ne dit rien.}
  refus: {title: Refus, text: "{{ motifs }} {{ param.droit }}"}
  jure: {title: Juré, text: Merci.}
deliverables:
  recepisse: {title: Récépissé, template: receipt, valid_for: 3 months, text: "Pour {{ nom }}"}
  urgent: {title: Urgent, template: receipt, when: presse, text: Vite}
  titre:
    title: Titre
    template: certificate
    text: Voilà
"""
CODE = "F3NANLAHWHFQBG4NXVYLA2"


def drafted(presse: str = "non", **more: Raw) -> Driven:
    driven = opened(ready(PERMIT))
    driven.passes("nom", nom="DIALLO", presse=presse, **more)
    driven.ok(do.Answer("depot", {}, {"sincerite": True}))
    driven.ok(do.Code("photo", CODE))
    return driven


def filed() -> Driven:
    driven = drafted()
    driven.ok(do.Submit("depot"))
    return driven


def offered(driven: Driven) -> list[str]:
    found = possible(driven.compiled, driven.dossier, driven.now)
    return [one.action.id for one in found]


def of(driven: Driven, action: str) -> Possible:
    found = possible(driven.compiled, driven.dossier, driven.now)
    return next(one for one in found if one.action.id == action)


def request(*documents: str) -> list[Raw]:
    return [{"document": name, "reason": "missing"} for name in documents]


def asked_for(driven: Driven, *rows: Raw, echeance: str = "2026-12-01") -> None:
    raws: dict[str, Raw] = {"pieces": list(rows), "echeance": echeance}
    driven.ok(do.Act("demander", "caseworker", raws))
    assert driven.state == "attente"


def test_filing_issues_then_says() -> None:
    driven = filed()
    assert driven.state == "etude"
    assert driven.dossier.issued == ("recepisse",)
    assert driven.notices == ["recu", "agent"]
    events = [r.event for r in driven.history[-3:]]
    assert events == [Issued("recepisse"), Notified("recu"), Notified("agent")]
    issue, recu, agent = [e for e in driven.effects if isinstance(e, Issue | Send)]
    assert isinstance(issue, Issue)
    assert (issue.text, str(issue.day), str(issue.until)) == (
        "Pour DIALLO",
        "2026-11-02",
        "2027-02-02",
    )
    assert recu == Send(
        "recu", "applicant", "Reçu", "DIALLO N-1 25", "DIALLO N-1 25", ("recepisse",)
    )
    assert isinstance(agent, Send)
    assert (agent.to, agent.text) == ("caseworker", "2\u00a0novembre\u00a02026")
    assert driven.path == ["nom", "depot", "fin"]


def test_what_is_issued_on_condition() -> None:
    driven = drafted("oui", logement="loue")
    driven.ok(do.Attach("bail", pdf("bail.pdf")))
    driven.ok(do.Attach("preuve.loue", pdf("q.pdf")))
    driven.ok(do.Submit("depot"))
    assert driven.dossier.issued == ("recepisse", "urgent")
    assert "presser" in offered(driven)


def test_a_draft_has_no_examination() -> None:
    driven = drafted()
    assert offered(driven) == []
    assert refusal(driven, do.Act("refuser", "caseworker")) == _("Cette demande n’est pas déposée.")


def test_who_may_do_what_now() -> None:
    driven = filed()
    assert offered(driven) == ["demander", "refuser", "jurer", "envoyer", "accorder"]
    nobody = _("Cette action ne vous revient pas.")
    assert refusal(driven, do.Act("refuser", "applicant", {"motifs": "x"})) == nobody
    elsewhere = _("Cette action n’est pas possible dans l’état « À l’étude ».")
    assert refusal(driven, do.Act("repondre", "applicant")) == elsewhere
    assert refusal(driven, do.Act("presser", "applicant")) == elsewhere
    assert refusal(driven, do.Act("inconnue", "applicant")) == elsewhere
    strange = _("Cette action ne pose pas ces questions.")
    assert refusal(driven, do.Act("refuser", "caseworker", {"nom": "x"})) == strange
    assert refusal(driven, do.Act("jurer", "applicant", {}, {"sincerite": True})) == strange
    driven.ok(do.Act("refuser", "caseworker", {"motifs": "Voilà."}))
    assert (driven.state, offered(driven)) == ("refusee", [])


def test_what_an_action_asks_is_refused_together() -> None:
    driven = filed()
    decision = driven.do(do.Act("demander", "caseworker", {"echeance": "2026-11-02", "mot": " "}))
    assert set(decision.refused) == {"pieces", "echeance"}
    assert (decision.events, driven.state) == ((), "etude")
    raws: dict[str, Raw] = {"pieces": [{"document": "bail", "reason": "x"}]}
    decision = driven.do(do.Act("demander", "caseworker", raws))
    assert "pieces.1.reason" in decision.refused


def test_a_question_on_condition_is_asked_of_those_it_concerns() -> None:
    driven = filed()
    assert [q.field.id for q in of(driven, "refuser").questions] == ["motifs"]
    assert refusal(driven, do.Act("refuser", "caseworker", {"motifs": "x", "urgence": "y"}))


def test_an_attestation_is_ticked_anew_each_time() -> None:
    driven = filed()
    driven.ok(do.Act("jurer", "applicant", {}, {"encore": True}))
    assert [r.event for r in driven.history[-3:]] == [
        Ticked("encore", on=True),
        Acted("jurer", "applicant", "etude"),
        Notified("jure"),
    ]
    decision = driven.do(do.Act("jurer", "applicant"))
    assert decision.refused == {"encore": _("Cochez cette case pour continuer.")}


def test_a_later_document_is_collected_by_its_action() -> None:
    driven = filed()
    assert driven.do(do.Act("envoyer", "applicant")).refused == {
        "contrat": _("Joignez ce document.")
    }
    driven.ok(do.Attach("contrat", pdf("contrat.pdf")))
    driven.ok(do.Act("envoyer", "applicant"))
    assert driven.history[-1].event == Acted("envoyer", "applicant", "etude")
    assert refusal(driven, do.Attach("bail", pdf("bail.pdf"))) == _(
        "Ce document ne vous est pas demandé ici."
    )


def test_a_complement_asks_exactly_what_was_requested() -> None:
    driven = filed()
    other = {"title": "Acte de décès", "reason": "other", "message": "Du conjoint."}
    asked_for(driven, *request("facture", "photo"), other)
    sent = next(e for e in reversed(driven.effects) if isinstance(e, Send))
    assert "Facture" in sent.text
    assert sent.mail == "Connectez-vous."
    found = of(driven, "repondre")
    assert [w.document.id for w in found.documents] == ["facture", "photo", "pieces.3"]
    prefix = found.prefix
    refused = driven.do(do.Act("repondre", "applicant")).refused
    assert set(refused) == {f"{prefix}{name}" for name in ("facture", "photo", "pieces.3")}
    assert driven.dossier.codes == {"photo": CODE}, "the code of the flow is no answer to this"
    for slot in ("facture", "pieces.3"):
        driven.ok(do.Attach(prefix + slot, pdf(f"{slot}.pdf")))
    driven.ok(do.Code(prefix + "photo", CODE))
    driven.ok(do.Act("repondre", "applicant"))
    assert driven.state == "etude"


def test_each_round_has_places_of_its_own() -> None:
    driven = filed()
    asked_for(driven, *request("facture"))
    first = of(driven, "repondre").prefix
    driven.ok(do.Attach(f"{first}facture", pdf("a.pdf")))
    driven.ok(do.Act("repondre", "applicant", {"mot": "Voilà"}))
    asked_for(driven, *request("facture"))
    second = of(driven, "repondre").prefix
    assert second != first
    assert list(driven.do(do.Act("repondre", "applicant")).refused) == [f"{second}facture"]
    assert refusal(driven, do.Attach(f"{first}facture", pdf("b.pdf")))
    driven.ok(do.Attach(f"{second}facture", pdf("b.pdf")))
    driven.ok(do.Act("repondre", "applicant"))
    texts = [e.text for e in driven.effects if isinstance(e, Send) and e.notice == "reponse"]
    assert texts == ["Il dit Voilà", "Il ne dit rien."], "an answer is good for one action"
    assert Answered("mot", None) in [r.event for r in driven.history]


def test_what_was_joined_in_time_is_still_there_after_it() -> None:
    driven = filed()
    asked_for(driven, *request("facture"), echeance="2026-11-20")
    driven.ok(do.Attach(of(driven, "repondre").prefix + "facture", pdf("a.pdf")))
    driven.later(days=30)
    driven.ok(do.Act("repondre_tard", "applicant"))
    assert driven.state == "etude"
    assert [r.event.to for r in driven.history if isinstance(r.event, Elapsed)] == ["retard"]


def test_a_document_that_did_not_apply_may_be_requested() -> None:
    """Its variants have no condition then: the applicant says which."""
    driven = filed()
    asked_for(driven, *request("bail", "preuve"))
    found = of(driven, "repondre")
    bail, preuve = found.documents
    assert (bail.document.id, bail.is_complete) == ("bail", False)
    assert [one.id for one in preuve.choices] == ["preuve.loue", "preuve.heberge"]
    prefix = found.prefix
    driven.ok(do.Attach(f"{prefix}bail", pdf("bail.pdf")))
    driven.ok(do.Choose(f"{prefix}preuve", "preuve.loue"))
    assert list(driven.do(do.Act("repondre", "applicant")).refused) == [f"{prefix}preuve.loue"]
    driven.ok(do.Attach(f"{prefix}preuve.loue", pdf("q.pdf")))
    driven.ok(do.Act("repondre", "applicant"))


def test_what_follows_filing_changes_nothing_of_it() -> None:
    driven = filed()
    before = driven.here
    asked_for(driven, *request("photo", "facture"))
    prefix = of(driven, "repondre").prefix
    driven.ok(do.Code(f"{prefix}photo", CODE))
    driven.ok(do.Attach(f"{prefix}facture", pdf("a.pdf")))
    driven.ok(do.Act("repondre", "applicant", {"mot": "Voilà"}))
    assert driven.here == before


def test_figures_are_those_of_the_day_of_the_event() -> None:
    driven = filed()
    driven.now = at("2027-02-01")
    driven.ok(do.Act("refuser", "caseworker", {"motifs": "Non."}))
    sent = next(e for e in reversed(driven.effects) if isinstance(e, Send))
    assert sent.text == "Non. 50"
    values = values_at(driven.compiled, driven.dossier, driven.now)
    assert (str(values["today"]), str(values["filing.date"])) == ("2027-02-01", "2026-11-02")
    assert driven.here.values["param.droit"] == 25, "the flow keeps those of the filing"


def test_a_final_state_waits_for_nothing() -> None:
    driven = filed()
    driven.ok(do.Act("accorder", "system"))
    issue = next(e for e in reversed(driven.effects) if isinstance(e, Issue))
    assert (issue.until, driven.state) == (None, "accordee")
    assert not [e for e in driven.do(do.Tick()).effects if isinstance(e, Wake)]
