"""Documents: which are asked, where files go, what is still missing, and for how long they hold."""

from dataclasses import replace
from datetime import date

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.documents import Wanted, shifted_by
from parcours.engine.dossier.events import Attached, Chose, Coded, Dated, Detached, File
from parcours.engine.model.definitions import Duration
from parcours.engine.source.wording import _
from parcours.tests.dossiers import Driven, opened, pdf, ready, refusal

PAPERS = """
fields:
  logement:
    label: Logement
    type: choice
    options: {locataire: Locataire, heberge: Hébergé, camping: Camping}
documents:
  identite:
    title: Identité
    help: Aide.
    any_of:
      carte: {title: Carte}
      passeport: {title: Passeport, files: 2..3}
  domicile:
    title: Domicile
    help: Aide.
    max_age: 6 months
    accept: [pdf]
    max_size: 1 MB
    variants:
      location:
        title: Vous louez
        when: logement == 'locataire'
        any_of:
          bail: {title: Bail}
          facture: {title: Facture}
      hebergement:
        title: On vous héberge
        when: logement in ['heberge', 'camping']
        all_of:
          attestation: {title: Attestation}
          preuve: {title: Preuve, optional: true}
      camping:
        title: Vous campez
        when: logement == 'camping'
  photo: {title: Photo, help: Aide., code: ephoto_code}
  lettre: {title: Lettre, help: Aide., optional: true, files: 1..2}
  contrat: {title: Contrat, help: Aide., when: logement == 'locataire'}
  timbre: {title: Timbre, help: Aide., later: au retrait}
flow:
  - screen: logement
    title: Logement
    announce: documents
    fields: [logement]
  - screen: pieces
    title: Pièces
    collect: all
    submit: {title: Déposer, outcome: depose}
"""
CODE = "F3NANLAHWHFQBG4NXVYLA2"


def living(how: str) -> Driven:
    driven = opened(ready(PAPERS), account={})
    driven.passes("logement", logement=how)
    return driven


def wanted(driven: Driven, name: str) -> Wanted:
    return next(one for one in driven.here.documents if one.document.id == name)


def missing(driven: Driven) -> dict[str, str]:
    return dict(driven.do(do.Submit("pieces")).refused)


JOIN = _("Joignez ce document.")
SAY_WHICH = _("Dites d’abord lequel de ces documents vous joignez.")


def test_which_documents_are_asked() -> None:
    driven = living("locataire")
    asked = [one.document.id for one in driven.here.documents]
    assert asked == ["identite", "domicile", "photo", "lettre", "contrat"]
    assert missing(driven) == {
        "identite": SAY_WHICH,
        "domicile": SAY_WHICH,
        "photo": _("Indiquez le code."),
        "contrat": JOIN,
    }
    driven.answer("logement", logement="heberge")
    asked = [one.document.id for one in driven.here.documents]
    assert asked == ["identite", "domicile", "photo", "lettre"]


def test_the_whole_is_filed() -> None:
    driven = living("locataire")
    driven.ok(do.Attach("identite.carte", pdf("carte.png", media="image/png")))
    driven.ok(do.Attach("domicile.location.bail", pdf("bail.pdf")))
    driven.ok(do.Date("domicile.location.bail", "2026-06-01"))
    driven.ok(do.Code("photo", CODE.lower()))
    assert driven.history[-1].event == Coded("photo", CODE)
    driven.ok(do.Attach("contrat", pdf("contrat.pdf")))
    driven.ok(do.Submit("pieces"))
    assert driven.dossier.filed is not None
    assert driven.dossier.filed.documents == ("identite", "domicile", "photo", "lettre", "contrat")


def test_one_among_several_is_told_or_shown_by_its_files() -> None:
    driven = living("heberge")
    assert [one.id for one in wanted(driven, "identite").choices] == [
        "identite.carte",
        "identite.passeport",
    ]
    driven.ok(do.Attach("identite.carte", pdf("a.pdf")))
    assert wanted(driven, "identite").chosen == "identite.carte"
    driven.ok(do.Attach("identite.passeport", pdf("b.pdf")))
    assert wanted(driven, "identite").fault == SAY_WHICH, "both hold files"
    driven.ok(do.Choose("identite", "identite.passeport"))
    assert driven.history[-1].event == Chose("identite", "identite.passeport")
    assert not wanted(driven, "identite").is_complete, "two files are asked"
    assert missing(driven)["identite.passeport"] == JOIN
    driven.ok(do.Attach("identite.passeport", pdf("c.pdf")))
    assert wanted(driven, "identite").is_complete
    for name in ("d.pdf", "e.pdf"):
        driven.ok(do.Attach("identite.passeport", pdf(name)))
    assert missing(driven)["identite.passeport"] == _("Joignez 3 fichiers au plus.")
    said = _("Ce choix n’est pas proposé.")
    assert refusal(driven, do.Choose("identite", "identite.rien")) == said
    assert refusal(driven, do.Choose("domicile", "domicile.location")) == said


def test_a_choice_inside_the_only_variant_possible() -> None:
    driven = living("locataire")
    driven.ok(do.Choose("domicile", "domicile.location.facture"))
    assert wanted(driven, "domicile").chosen == "domicile.location.facture"
    assert missing(driven)["domicile.location.facture"] == JOIN


def test_several_variants_are_a_choice() -> None:
    driven = living("camping")
    assert missing(driven)["domicile"] == SAY_WHICH
    driven.ok(do.Choose("domicile", "domicile.camping"))
    assert missing(driven)["domicile.camping"] == JOIN
    driven.ok(do.Choose("domicile", "domicile.hebergement"))
    assert missing(driven)["domicile.hebergement.attestation"] == JOIN


def test_files_of_another_variant_sleep() -> None:
    driven = living("locataire")
    driven.ok(do.Attach("domicile.location.bail", pdf("bail.pdf")))
    driven.ok(do.Date("domicile.location.bail", "2026-10-01"))
    driven.answer("logement", logement="heberge")
    slots = [slot.document.id for slot in wanted(driven, "domicile").slots]
    assert slots == ["domicile.hebergement.attestation", "domicile.hebergement.preuve"]
    not_asked = _("Ce document ne vous est pas demandé ici.")
    assert refusal(driven, do.Attach("domicile.location.bail", pdf("x.pdf"))) == not_asked
    assert refusal(driven, do.Detach("domicile.location.bail", "sha-bail.pdf")) == not_asked
    driven.answer("logement", logement="locataire")
    assert wanted(driven, "domicile").is_complete


def test_an_element_may_be_left_out() -> None:
    driven = living("heberge")
    driven.ok(do.Attach("domicile.hebergement.attestation", pdf("a.pdf")))
    driven.ok(do.Date("domicile.hebergement.attestation", "2026-10-01"))
    assert wanted(driven, "domicile").is_complete
    driven.ok(do.Attach("domicile.hebergement.preuve", pdf("b.pdf")))
    assert missing(driven)["domicile.hebergement.preuve"] == _("Indiquez la date du document.")


def test_an_optional_document_may_be_left_out_but_not_spoilt() -> None:
    driven = living("heberge")
    assert wanted(driven, "lettre").is_complete
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        driven.ok(do.Attach("lettre", pdf(name)))
    assert missing(driven)["lettre"] == _("Joignez 2 fichiers au plus.")
    driven.ok(do.Detach("lettre", "sha-b.pdf"))
    assert driven.history[-1].event == Detached("lettre", "sha-b.pdf")
    assert [f.name for f in wanted(driven, "lettre").slots[0].files] == ["a.pdf", "c.pdf"]
    assert refusal(driven, do.Detach("lettre", "sha-b.pdf")) == _("Ce fichier n’est pas joint.")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (pdf("a.gif", media="image/gif"), "Ce format n’est pas accepté : joignez un fichier PDF."),
        (pdf("a.png", media="image/png"), "Ce format n’est pas accepté : joignez un fichier PDF."),
        (pdf("a.pdf", size=1_000_001), "Ce fichier est trop lourd : 1 Mo au plus."),
        (pdf("a.pdf", size=0), "Ce fichier est vide : joignez-en un autre."),
    ],
)
def test_a_file_that_will_not_do(file: File, sentence: str) -> None:
    driven = living("locataire")
    decision = driven.do(do.Attach("domicile.location.bail", file))
    assert decision.refused == {"domicile.location.bail": _(sentence)}
    assert decision.events == ()


def test_where_files_do_not_go() -> None:
    driven = living("locataire")
    not_a_place = _("Ce document ne reçoit pas de fichier.")
    for slot in ("identite", "domicile", "domicile.location", "photo"):
        assert refusal(driven, do.Attach(slot, pdf("a.pdf"))) == not_a_place
    not_asked = _("Ce document ne vous est pas demandé ici.")
    for slot in ("timbre", "domicile.hebergement.attestation", "rien"):
        assert refusal(driven, do.Attach(slot, pdf("a.pdf"))) == not_asked
    assert refusal(driven, do.Code("contrat", CODE)) == _("Ce document n’attend pas de code.")
    assert refusal(driven, do.Date("contrat", "2026-01-01")) == _(
        "La date de ce document n’est pas demandée."
    )
    other = opened(ready(PAPERS), account={})
    assert refusal(other, do.Attach("contrat", pdf("a.pdf"))) == not_asked


def test_a_code_or_a_date_that_will_not_do() -> None:
    driven = living("locataire")
    assert list(driven.do(do.Code("photo", "court")).refused) == ["photo"]
    slot = "domicile.location.bail"
    assert list(driven.do(do.Date(slot, "hier")).refused) == [slot]


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ("2026-05-02", ""),
        ("2026-05-01", "Ce document est trop ancien : joignez-en un plus récent."),
        ("2026-11-02", ""),
        ("2026-11-03", "La date du document est dans le futur : corrigez-la."),
    ],
)
def test_the_age_of_a_document_to_the_day(day: str, fault: str) -> None:
    """Six months on 2 November 2026."""
    driven = living("locataire")
    driven.ok(do.Attach("domicile.location.bail", pdf("bail.pdf")))
    driven.ok(do.Date("domicile.location.bail", day))
    assert driven.history[-1].event == Dated("domicile.location.bail", date.fromisoformat(day))
    (slot,) = wanted(driven, "domicile").slots
    assert slot.fault == _(fault)


def test_an_upload_sent_again_is_one_file() -> None:
    driven = living("heberge")
    driven.ok(do.Attach("lettre", pdf("a.pdf")))
    before = len(driven.history)
    driven.ok(do.Attach("lettre", pdf("a.pdf")))
    assert len(driven.history) == before
    same = replace(pdf("a.pdf"), name="copie.pdf")
    told = driven.do(do.Attach("lettre", same)).refused
    assert told == {"lettre": _("Ce fichier est déjà joint, sous le nom « a.pdf ».")}
    driven.ok(do.Attach("lettre", pdf("b.pdf")))
    assert [file.name for file in driven.dossier.files["lettre"]] == ["a.pdf", "b.pdf"]


def test_a_name_that_deceives_is_written_out_in_the_journal() -> None:
    driven = living("heberge")
    file = pdf("..\\re\udce7u\n.exe")
    driven.ok(do.Attach("lettre", file))
    assert driven.history[-1].event == Attached("lettre", replace(file, name="re u .exe.pdf"))


def test_too_many_files_are_counted_in_french() -> None:
    driven = living("heberge")
    driven.ok(do.Attach("domicile.hebergement.attestation", pdf("a.pdf")))
    driven.ok(do.Attach("domicile.hebergement.attestation", pdf("b.pdf")))
    faults = [slot.fault for slot in wanted(driven, "domicile").slots]
    assert "Joignez 1 fichier au plus." in faults


def test_a_document_grows_old_before_it_is_filed() -> None:
    driven = living("locataire")
    driven.ok(do.Attach("domicile.location.bail", pdf("bail.pdf")))
    assert isinstance(driven.history[-1].event, Attached)
    driven.ok(do.Date("domicile.location.bail", "2026-05-02"))
    assert wanted(driven, "domicile").is_complete
    driven.later(days=1)
    assert not wanted(driven, "domicile").is_complete


@pytest.mark.parametrize(
    ("day", "count", "unit", "sign", "found"),
    [
        ("2026-01-31", 1, "months", 1, "2026-02-28"),
        ("2028-01-31", 1, "months", 1, "2028-02-29"),
        ("2026-03-31", 1, "months", -1, "2026-02-28"),
        ("2026-12-31", 2, "months", 1, "2027-02-28"),
        ("2026-01-15", 1, "months", -1, "2025-12-15"),
        ("2028-02-29", 1, "years", 1, "2029-02-28"),
        ("2026-11-02", 4, "months", 1, "2027-03-02"),
        ("2026-11-02", 2, "weeks", 1, "2026-11-16"),
        ("2026-11-02", 30, "days", -1, "2026-10-03"),
        ("2026-11-02", 48, "hours", 1, "2026-11-02"),
    ],
)
def test_calendar_delays(day: str, count: int, unit: str, sign: int, found: str) -> None:
    """Regulation (EEC) 1182/71, art. 3: no such day in the last month, the month's last."""
    shifted = shifted_by(date.fromisoformat(day), Duration(count, unit), sign)
    assert shifted == date.fromisoformat(found)
