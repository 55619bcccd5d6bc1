"""Receipts, certificates and decisions: what they say, to whom, and that they can be checked."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parcours.engine.dossier.effects import Issue
from parcours.engine.fields.day import french_date
from parcours.engine.scenario.suites import play, suites
from parcours.engine.seal import Issuer, printed, read, sealed, verify
from parcours.engine.source.files import Folder
from parcours.renderers.pdf.issued import issued
from parcours.renderers.seal.trust import Trust
from parcours.renderers.seal.verify import Finding
from parcours.renderers.seal.verify import verify as judge
from parcours.tests.campaign import LONG
from parcours.tests.pdf_checks import codes, face, faults, pages, tags, text_of, untagged
from parcours.tests.seals import NOW, certificate_of
from parcours.tests.test_pdf_typeset import HOSTILE

FILES = Folder(Path(__file__).resolve().parent.parent / "procedures", "procedures")
KEY = ec.derive_private_key(2026, ec.SECP256R1())
DEMONSTRATION = Issuer("FR00", "DEMO", KEY)
ISSUER = Issuer("FR03", "ABC1", KEY)
SEAL = {
    "6J": "2",
    "6K": "7502202611020000017",
    "6L": date(2026, 11, 2),
    "6P": "AUTORISE A TRAVAILLER",
    "6Q": "9999999999",
    "62": "Diallo",
    "63": "Martin-Lefèvre",
    "60": "Aïssatou Camille",
    "68": "F",
    "69": date(1990, 1, 31),
    "6A": "Conakry",
    "6C": "GN",
    "67": "GN",
    "6U": "14 rue de la République",
    "6W": "75001",
    "6X": "Paris",
}
CERTIFICATE = Issue(
    deliverable="prolongation",
    title="Attestation de prolongation d’instruction",
    template="certificate",
    text="Aïssatou Diallo est en règle.\n\n- Elle peut travailler.\n- Voyez [le site](https://a.fr/b).",
    day=date(2026, 11, 2),
    until=date(2027, 5, 2),
    seal=SEAL,
    seal_type="13",
    number="7502202611020000017",
    filed=date(2026, 10, 31),
    service={
        "name": "Préfecture de l’Exemple",
        "address": "1 place de l’Exemple, 75000 Paris",
        "phone": "01 00 00 00 00",
        "email": "etrangers@exemple.fr",
    },
    lines=(("Nom de naissance", "Diallo"), ("Prénoms", "Aïssatou Camille")),
    law=("CESEDA R. 431-15-3",),
)
RECEIPT = replace(
    CERTIFICATE,
    deliverable="confirmation",
    title="Confirmation de dépôt",
    template="receipt",
    until=None,
    seal={},
    seal_type="",
    deadlines=(
        ("Délai de réponse", "Jusqu’au 2 mars 2027"),
        ("Sans réponse à cette date", "Rejet\nVous pouvez contester ce rejet."),
    ),
)
DECISION = replace(RECEIPT, title="Décision défavorable", template="decision")
PAPERS = {"certificate": CERTIFICATE, "receipt": RECEIPT, "decision": DECISION}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Issue]:
    """One document of each kind that the scenarios of the shipped procedures bring about."""
    found: dict[str, Issue] = {}
    for suite in suites(FILES, FILES.paths()):
        played = play(FILES, suite, lambda: None)
        assert played is not None
        for result in played.results:
            for effect in result.run.effects:
                if isinstance(effect, Issue):
                    service = effect.service or CERTIFICATE.service
                    name = f"{played.compiled.procedure.id}.{effect.deliverable}"
                    found[name] = replace(effect, service=service)
    return found


def values_of(issue: Issue) -> list[str]:
    """Every text that the sheet must show."""
    lines = [*issue.lines, *(issue.deadlines if issue.template == "receipt" else ())]
    days = [day for day in (issue.day, issue.until, issue.filed) if day]
    seal = printed(issue.seal, issue.seal_type) if issue.seal else ()
    return [
        issue.title,
        issue.number,
        *(shown[1:] for shown in issue.service.values()),
        *map(french_date, days),
        *(text for line in lines for text in line),
        *(text for row in seal for text in row[1:]),
        *issue.law,
    ]


def plain(text: str) -> str:
    return " ".join(text.split())


def assert_whole(issue: Issue, pdf: bytes) -> None:
    """Sound, and everything on it."""
    assert faults(pdf) == []
    assert face(pdf)[:2] == ("fr-FR", issue.title)
    assert face(pdf)[2] == [issue.title]
    told = text_of(pdf)
    assert [text for text in map(plain, values_of(issue)) if text not in told] == []


@pytest.mark.parametrize("issue", PAPERS.values(), ids=PAPERS)
def test_a_paper_is_whole_and_sound(issue: Issue) -> None:
    pdf = issued(issue, ISSUER)
    assert_whole(issue, pdf)
    assert len(pages(pdf, 20)) == 1
    assert "SPÉCIMEN" not in text_of(pdf)
    assert issued(issue, ISSUER) == pdf
    assert faults(untagged(pdf)) != []


def test_the_papers_of_the_shipped_procedures(shipped: dict[str, Issue]) -> None:
    assert sorted(shipped) == [
        "bpi_case_2.decision_defavorable",
        "bpi_case_2.decision_favorable",
        "bpi_case_2.prolongation",
        "bpi_family_case_3.confirmation_depot",
        "bpi_family_case_3.decision_defavorable",
        "bpi_family_case_3.decision_favorable",
        "ue_permanent_renewal.confirmation_depot",
        "ue_permanent_renewal.decision_defavorable",
        "ue_permanent_renewal.decision_favorable",
    ]
    for issue in shipped.values():
        assert_whole(issue, issued(issue, DEMONSTRATION, is_demonstration=True))
        assert "Nom de naissance" in dict(issue.lines)
    silence = shipped["bpi_family_case_3.confirmation_depot"]
    assert [label for label, _shown in silence.deadlines][1:] == ["Sans réponse à cette date"]
    assert "contester ce rejet" in silence.deadlines[1][1]
    assert shipped["ue_permanent_renewal.confirmation_depot"].deadlines == ()
    for name in ("bpi_case_2", "bpi_family_case_3", "ue_permanent_renewal"):
        refusal = shipped[f"{name}.decision_defavorable"]
        assert "contester cette décision devant le tribunal administratif" in refusal.text
        assert (refusal.seal, refusal.until) == ({}, None)


def test_the_name_of_the_service_begins_with_a_capital() -> None:
    issue = replace(RECEIPT, service={"name": "le service des titres", "email": "a@exemple.fr"})
    told = text_of(issued(issue))
    assert told.count("Le service des titres") == 2
    assert told.count("a@exemple.fr") == 2


def test_a_text_keeps_its_items_and_its_links() -> None:
    found = [tag for tag, _alt in tags(issued(CERTIFICATE, ISSUER))]
    assert found.count("/LI") == 2
    assert "/Link" in found


def test_a_specimen_says_so_to_everybody() -> None:
    for issue in PAPERS.values():
        pdf = issued(issue, DEMONSTRATION, is_demonstration=True)
        assert faults(pdf) == []
        assert text_of(pdf).count("SPÉCIMEN") >= 1 + len(pages(pdf, 20))
        assert "sans valeur" in text_of(pdf)


def test_the_test_authority_signs_only_specimens() -> None:
    with pytest.raises(ValueError, match="FR00 is for tests"):
        issued(CERTIFICATE, DEMONSTRATION)
    with pytest.raises(ValueError, match="nobody signs it"):
        issued(CERTIFICATE)


def test_how_to_check_is_told() -> None:
    assert "la commande « parcours verify »." in text_of(issued(CERTIFICATE, ISSUER))
    pdf = issued(CERTIFICATE, ISSUER, verify_at="https://exemple.fr/verifier")
    assert "à l’adresse https://exemple.fr/verifier." in text_of(pdf)
    assert "parcours verify" not in text_of(pdf)


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_the_code_is_read_from_what_is_seen(dpi: int) -> None:
    expected = sealed(SEAL, "13", ISSUER, CERTIFICATE.day, CERTIFICATE.day).encode()
    assert codes(issued(CERTIFICATE, ISSUER), dpi) == [expected]
    specimen = issued(CERTIFICATE, DEMONSTRATION, is_demonstration=True)
    assert len(codes(specimen, dpi)) == 1
    assert codes(issued(RECEIPT), dpi) == []


def test_the_code_is_a_figure_with_a_description() -> None:
    alt = "Code 2D-DOC. Les données qu’il contient sont écrites à côté."
    figures = [alt for tag, alt in tags(issued(CERTIFICATE, ISSUER)) if tag == "/Figure"]
    assert figures == [alt]


TRUST = Trust({("FR03", "ABC1"): certificate_of(KEY, NOW + timedelta(days=365))})


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_printed_and_sealed(name: str) -> None:
    text = HOSTILE[name]
    seal = {**SEAL, "62": text, "60": text, "6A": text}
    issue = replace(CERTIFICATE, title=f"Attestation {text[:60]}", text=text, seal=seal)
    issue = replace(issue, lines=((text, text),), service={"name": text}, law=(text,))
    pdf = issued(issue, ISSUER)
    assert faults(pdf) == []
    assert len(codes(pdf, 150)) == 1
    verdict = judge(issued(called(text), ISSUER), TRUST)
    assert verdict.is_genuine, verdict.sentences
    assert ("« XXX »" in text_of(pdf)) == (name == "unassigned")


def called(name: str, **more: object) -> Issue:
    """The certificate of somebody whose every name is that one."""
    rows = (("Nom de naissance", name), ("Prénoms", name), ("Ville de naissance", name))
    seal = {**SEAL, "62": name, "60": name, "6A": name, **more}
    return replace(CERTIFICATE, seal=seal, lines=rows, filed=CERTIFICATE.day)


@pytest.mark.parametrize(
    ("name", "other", "told"),
    [
        ("😀", "Dupont", "« XXX » dans le code, « Dupont » sur le papier"),
        ("محمد", "علي Dupont", "« MHMD » dans le code, « ��� Dupont » sur le papier"),
        ("Zoé 王", "Zoa 王", "« ZOE WANG » dans le code, « Zoa � » sur le papier"),
        ("Zoé 王", "Z 王", ""),
        ("😀", "👻", ""),
        ("Zoé 王", "Zoé 李", ""),
    ],
)
def test_a_name_that_is_not_wholly_printed_is_compared(name: str, other: str, told: str) -> None:
    """What the paper lacks agrees with anything, and what it prints does not."""
    issue = called(name)
    rows = (("Nom de naissance", other), *issue.lines[1:])
    verdict = judge(issued(replace(issue, lines=rows), ISSUER), TRUST)
    said = " ".join(verdict.sentences).replace("\u00a0", " ")
    assert told in said
    assert verdict.finding is (Finding.DIFFERS if told else Finding.GENUINE)
    assert "Nom patronymique : " in said
    assert "pièce d’identité" in said


names = st.text()
days = st.dates(date(1920, 1, 1), date(2026, 11, 1))


@settings(max_examples=300 if LONG else 20)
@example("", "", "A-", date(1990, 1, 31), "F", 0)  # a hyphen, then the end of the line
@given(names, names, names, days, st.sampled_from("FM"), st.integers(0, 170))
def test_random_dossiers_come_back(
    last: str, first: str, place: str, born: date, sex: str, age: int
) -> None:
    day = CERTIFICATE.day + timedelta(days=age)
    issue = called(last, **{"60": first, "6A": place, "69": born, "68": sex})
    lines = (("Nom de naissance", last), ("Prénoms", first), ("Ville de naissance", place))
    pdf = issued(replace(issue, lines=lines, day=day), ISSUER)
    assert judge(pdf, TRUST).is_genuine
    for dpi in (100, 150, 300):
        (found,) = codes(pdf, dpi)
        code = read(found.decode())
        assert verify(code, KEY.public_key())
        assert printed(code) == printed(issue.seal)
        assert code.header.signed == day
