"""Papers judged from the file alone: the genuine, the forged, the foreign and the unreadable."""

import json
import re
from base64 import b32encode
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from PIL import Image

from parcours import cli
from parcours.engine.seal import Code, Issuer, printed, read
from parcours.renderers.seal import scan as scanning
from parcours.renderers.seal.compare import Difference, compare
from parcours.renderers.seal.keys import issuer
from parcours.renderers.seal.trust import Trust, trust
from parcours.renderers.seal.verify import Finding, Verdict, verify
from parcours.renderers.terminal.command import Refusal
from parcours.renderers.terminal.needing import needing
from parcours.tests.seals import (
    DAY,
    NOW,
    VALUES,
    certificate_of,
    code_of,
    our_key,
    paper,
    public_certificate,
    published,
    reference,
)

REFERENCE_TRUST = Trust({("FR00", "0001"): public_certificate()}, demonstration=True)

ROWS = printed(VALUES)

GENUINE = "Le code est authentique : il a été signé par FR00 DEMO le 2 novembre 2026."
TEST_ONLY = "L’autorité FR00 est réservée aux essais : ce papier est sans valeur légale."
SAME = "Les données imprimées sont celles du code."
REST = "Le code ne signe pas le reste du papier : son texte, et ses autres mentions."
LOST = (
    "Ce texte de code a perdu ses séparateurs, que beaucoup d’applications ne copient pas : donnez "
    "plutôt le fichier du document."
)
COMPARE = "Comparez vous-même les données du code avec celles du papier."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of a demonstration."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def ours(folder: Path) -> Issuer:
    """Who signs there."""
    return issuer(folder, NOW, demonstration=True)


@pytest.fixture(scope="module")
def known(folder: Path, ours: Issuer) -> Trust:
    """Who believes it."""
    assert ours.certificate == "DEMO"
    return trust(folder, demonstration=True)


def told(verdict: Verdict) -> list[str]:
    """Its sentences, with plain blanks."""
    return [re.sub("[\xa0\u202f]", " ", sentence) for sentence in verdict.sentences]


def text_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def differences(code: Code, pages: Sequence[str]) -> tuple[Difference, ...]:
    """What is printed otherwise."""
    return compare(code, pages).differences


def test_a_genuine_paper(ours: Issuer, known: Trust) -> None:
    code = code_of(issuer=ours)
    verdict = verify(paper([code], ROWS), known)
    assert told(verdict) == [GENUINE, TEST_ONLY, SAME, REST, COMPARE]
    assert (verdict.is_genuine, verdict.is_proved, verdict.is_worthless) == (True, True, True)
    assert (verdict.rows, verdict.differences) == (ROWS, ())
    assert verify(code, known).rows == ROWS
    marks = code.translate({0x1D: "␝", 0x1E: "␞", 0x1F: "␟"})
    assert verify(f"\n{marks}\r\n".encode(), known).is_genuine, "as programs show it"
    named = code.translate({0x1D: "<GS>", 0x1E: "<RS>", 0x1F: "<US>"})
    assert verify(named, known).rows == ROWS, "as readers of codes write it"
    drawn = pypdfium2.PdfDocument(paper([code], ROWS))[0].render(scale=4).to_pil()
    assert [one.text for one in zxingcpp.read_barcodes(drawn)] == [named]
    for lost in ("", " "):
        verdict = verify(code.translate(dict.fromkeys((0x1D, 0x1E, 0x1F), lost)), known)
        assert (verdict.finding, told(verdict)) == (Finding.UNREADABLE, [LOST])


def test_a_picture_is_to_be_compared_by_whoever_has_it(ours: Issuer, known: Trust) -> None:
    page = pypdfium2.PdfDocument(paper([code_of(issuer=ours)], ROWS))[0]
    for form in ("PNG", "JPEG"):
        content = BytesIO()
        page.render(scale=150 / 72).to_pil().save(content, form)
        verdict = verify(content.getvalue(), known)
        assert verdict.is_genuine
        assert told(verdict) == [GENUINE, TEST_ONLY, COMPARE]


OTHERWISE = (
    "Le code est authentique, mais le papier dit autre chose : 2 données imprimées ne sont pas "
    "celles qui ont été signées."
)


def test_a_paper_that_says_otherwise(ours: Issuer, known: Trust) -> None:
    rows = [(i, n, "DIALLOT" if i == "62" else v) for i, n, v in ROWS if i != "6Q"]
    verdict = verify(paper([code_of(issuer=ours)], rows), known)
    assert told(verdict) == [
        OTHERWISE,
        "Numéro d’étranger : « 7503120521 » dans le code, et rien sur le papier.",
        "Nom patronymique : « DIALLO » dans le code, « DIALLOT » sur le papier.",
        TEST_ONLY,
        REST,
        COMPARE,
    ]
    assert (verdict.finding, verdict.is_genuine) == (Finding.DIFFERS, False)


FORGERIES: Sequence[Callable[[str], str]] = (
    lambda value: f"{value}T",
    lambda value: f"X {value}",
    lambda value: f"{value} X",
    lambda value: f"{value}\nX",
    lambda value: value[:-2],
    lambda value: value.translate(str.maketrans("0123456789AEIOaeio", "9876543210EIOAeioa")),
    lambda _value: "",
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_no_printed_value_can_be_changed(row: tuple[str, str, str]) -> None:
    """In the text that the reader of the PDF gives, where each row stands."""
    code, pages = read(code_of()), text_of(paper([code_of()], ROWS, after=""))
    assert differences(code, pages) == ()
    plain = pages[0].replace("\r\n", "\n")
    pattern = re.compile(rf"(?m)^{_loose(row[1])}\s:\s{_loose(row[2])}$")
    assert len(pattern.findall(plain)) == 1
    for forged in FORGERIES:
        other = forged(row[2])
        if row == ROWS[-1] and "\n" in other:
            continue  # what follows the table is not part of it
        text = pattern.sub(f"{row[1]} : {other}", plain)
        assert text != plain
        assert [one.id for one in differences(code, [text])] == [row[0]], other


def _loose(text: str) -> str:
    """The words of a text, whatever the blanks between them."""
    return r"\s+".join(re.escape(word) for word in text.split())


@pytest.mark.parametrize(
    "printed_otherwise",
    [
        {"69": "17 avril 1991", "62": "diallo", "60": "Aïssatou-Binta", "6X": "LYON"},
        {"6C": "Guinée", "67": "XH", "68": "F", "6U": "12, rue des Lilas", "63": "Lefèvre"},
        {
            "6J": "2",
            "6L": "2 novembre 2026",
            "6K": "0000000002026000001",
            "6P": "Autorisé à travailler",
        },
    ],
)
def test_another_way_of_writing_is_no_forgery(printed_otherwise: dict[str, str]) -> None:
    rows = [(id_, name, printed_otherwise.get(id_, value)) for id_, name, value in ROWS]
    assert differences(read(code_of()), text_of(paper([code_of()], rows))) == ()


def test_a_value_cut_in_the_code_is_whole_on_the_paper() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren"
    code = code_of({**VALUES, "62": name})
    for value, count in ((name, 0), (name[:37], 1), (f"{name[:30]}x{name[31:]}", 1)):
        rows = [(i, n, value if i == "62" else v) for i, n, v in ROWS]
        assert len(differences(read(code), text_of(paper([code], rows)))) == count


def test_nothing_is_added_to_a_value_that_fills_its_field() -> None:
    name = "N" * 38
    code = code_of({**VALUES, "62": name})
    for value, count in ((name, 0), (f"{name}N", 1)):
        rows = [(i, n, value if i == "62" else v) for i, n, v in ROWS]
        assert len(differences(read(code), text_of(paper([code], rows)))) == count


def test_what_is_said_twice_must_be_right_twice() -> None:
    """One of both might lie hidden under the other."""
    pages = ["\n".join(f"{name} : {value}" for _id, name, value in ROWS)]
    code = read(code_of())
    assert (
        differences(code, [*pages, "Nationalité Kosovo\nPrénoms Aïssatou Binta\nFait à Lyon"]) == ()
    )
    for line in ("Nationalité Mali", "Nom de naissance DIOP", "Prénoms : Awa", "Sexe Masculin"):
        found = differences(code, [f"{line}\nValable jusqu’au 3 mars", *pages])
        assert [one.printed for one in found] == [line.split()[-1]], line
    assert differences(code, ["Commune ou ville de résidence : Bron", *pages]) == ()


def test_one_letter_of_a_signed_code_changed(ours: Issuer, known: Trust) -> None:
    code = code_of(issuer=ours).replace("DIALLO", "DIALLA")
    verdict = verify(paper([code], printed(read(code))), known)
    assert told(verdict)[0] == (
        "La signature est fausse : ce code a été modifié, ou FR00 DEMO ne l’a jamais signé."
    )
    assert (verdict.finding, verdict.is_proved) == (Finding.FALSE, False)


def test_an_issuer_nobody_knows(known: Trust) -> None:
    stranger = code_of(issuer=Issuer("FR03", "ABC1", our_key()))
    (sentence,) = told(verify(stranger, known))
    assert sentence == (
        "L’émetteur FR03 ABC1 est inconnu : son certificat n’est pas dans le dossier de confiance. "
        "Rien ne prouve que ce code est vrai."
    )
    assert verify(stranger, known).finding is Finding.UNKNOWN


def test_a_test_authority_counts_only_in_a_demonstration(folder: Path, ours: Issuer) -> None:
    verdict = verify(code_of(issuer=ours), trust(folder))
    assert verdict.finding is Finding.UNKNOWN
    assert told(verdict)[0] == "L’autorité FR00 n’est acceptée que dans une démonstration."
    negative = {case["id"]: case["code"] for case in published()["derived"]["negative"]}
    assert not verify(negative["autorite-test-en-production"], Trust()).is_genuine


def test_a_signature_outside_the_life_of_its_certificate() -> None:
    """The public test certificate ended in 2015; the reference codes went on."""
    verdicts = [verify(vector["code"], REFERENCE_TRUST) for vector in published()["vectors"]]
    signed = [date.fromisoformat(v["header"]["sign_date"]) for v in published()["vectors"]]
    expected = [
        Finding.GENUINE if date(2012, 11, 1) <= day <= date(2015, 11, 1) else Finding.OUTDATED
        for day in signed
    ]
    assert [verdict.finding for verdict in verdicts] == expected
    assert {*expected} == {Finding.GENUINE, Finding.OUTDATED}
    assert told(verify(reference("13")["code"], REFERENCE_TRUST))[0] == (
        "Le code a été signé le 3 juin 2020, alors que le certificat de son émetteur est valable "
        "du 1er novembre 2012 au 1er novembre 2015 : il ne prouve rien."
    )


def test_what_else_a_code_says_is_told() -> None:
    """A type of document that Parcours does not issue, undated, with data that it does not know."""
    message = "DC04FR03ABC1264AFFFF0001FR26FRZZSOMETHING"
    pair = decode_dss_signature(our_key().sign(message.encode(), ec.ECDSA(hashes.SHA256())))
    signature = b"".join(number.to_bytes(32, "big") for number in pair)
    code = f"{message}\x1f{b32encode(signature).decode().rstrip('=')}"
    trusted = Trust({("FR03", "ABC1"): certificate_of(our_key())})
    for content in (code, paper([code], [("62", "Nom patronymique", "DIALLO")])):
        verdict = verify(content, trusted)
        assert told(verdict) == [
            "Le code est authentique : il a été signé par FR03 ABC1.",
            "Le code ne dit pas quand il a été signé.",
            "La donnée « ZZ » est inconnue de Parcours.",
            COMPARE,
        ]
        assert verdict.is_genuine
        assert [row[1:] for row in verdict.rows] == [
            ("Donnée 26", "FR"),
            ("Donnée ZZ", "SOMETHING"),
        ]


def test_a_certificate_counts_the_whole_of_its_days() -> None:
    """Papers tell days, certificates instants: midnight in Paris is another day in UTC."""
    trusted = Trust({("FR03", "ABC1"): certificate_of(our_key())})
    us = Issuer("FR03", "ABC1", our_key())
    for day, finding in ((1, Finding.OUTDATED), (2, Finding.GENUINE), (3, Finding.OUTDATED)):
        assert verify(code_of(VALUES, us, date(2026, 11, day)), trusted).finding is finding


def test_a_damaged_code_is_told(known: Trust, ours: Issuer) -> None:
    page = pypdfium2.PdfDocument(paper([code_of(issuer=ours)]))[0]
    image = page.render(scale=200 / 72).to_pil()
    image.paste("white", (220, 200, 340, 340))
    content = BytesIO()
    image.save(content, "PNG")
    verdict = verify(content.getvalue(), known)
    assert verdict.finding is Finding.UNREADABLE
    assert told(verdict) == [
        "Il y a un code, mais il est abîmé : scannez le papier de plus près, à plat."
    ]


def test_an_empty_value_need_not_be_printed() -> None:
    code = read(code_of({**VALUES, "63": None}))
    assert code.values["63"] == ""
    assert differences(code, text_of(paper([code_of()], printed(code)))) == ()


def test_several_codes(ours: Issuer, known: Trust) -> None:
    one, other = code_of(issuer=ours), code_of({**VALUES, "62": "BARRY"}, ours)
    assert verify(paper([one, one], ROWS), known).is_genuine, "the same one twice is one"
    verdict = verify(paper([one, other], ROWS), known)
    assert (verdict.finding, verdict.is_genuine) == (Finding.SEVERAL, False)
    assert told(verdict)[0] == "Il y a 2 codes différents : vérifiez chaque document séparément."
    assert len(verdict.sentences) == 3


def test_a_specimen_is_told(known: Trust, ours: Issuer) -> None:
    real = Trust({("FR03", "ABC1"): known.certificates["FR00", "DEMO"]})
    code = code_of(issuer=Issuer("FR03", "ABC1", ours.key))
    verdict = verify(paper([code], ROWS, after="Spécimen"), real)
    assert (
        told(verdict)[1] == "Ce papier porte la mention « SPÉCIMEN » : il est sans valeur légale."
    )
    assert (verdict.is_genuine, verdict.is_worthless) == (True, True)
    assert not verify(paper([code], ROWS), real).is_worthless


# What cannot be looked at.


def picture(form: str, size: tuple[int, int] = (20, 20), mode: str = "L") -> bytes:
    """A picture with nothing on it."""
    content = BytesIO()
    Image.new(mode, size, "white").save(content, form)
    return content.getvalue()


def locked(pdf: bytes) -> bytes:
    """With a password to open it."""
    content = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(content, encryption=pikepdf.Encryption(owner="a", user="b"))
    return content.getvalue()


def thick(count: int) -> bytes:
    """A PDF of so many blank pages."""
    content = BytesIO()
    with pikepdf.new() as made:
        for _page in range(count):
            made.add_blank_page()
        made.save(content)
    return content.getvalue()


NONE = "Il n’y a pas de code 2D-DOC dans ce fichier."
NEITHER = "Ce fichier n’est ni un PDF, ni une image PNG ou JPEG, ni le texte d’un code."
TOO_LARGE = "Cette image est trop grande : 60 millions de points au plus."
NOT_READ = "Ce PDF ne peut pas être lu : il est abîmé ou protégé."


@pytest.mark.parametrize(
    ("content", "finding", "sentence"),
    [
        (b"", Finding.NONE, NONE),
        ("Bonjour", Finding.NONE, NONE),
        (thick(20), Finding.NONE, NONE),
        (picture("PNG"), Finding.NONE, NONE),
        (picture("JPEG"), Finding.NONE, NONE),
        (b"\xff\xfe\x00", Finding.UNREADABLE, NEITHER),
        (b"%PDF-1.7 nothing", Finding.UNREADABLE, NOT_READ),
        (locked(thick(1)), Finding.UNREADABLE, NOT_READ),
        (thick(21), Finding.UNREADABLE, "Ce PDF a trop de pages : 20 au plus."),
        (picture("PNG", (8000, 8000), "1"), Finding.UNREADABLE, TOO_LARGE),
        (picture("PNG", (10_000, 10_000), "1"), Finding.UNREADABLE, TOO_LARGE),
        (picture("PNG")[:40], Finding.UNREADABLE, "Cette image ne peut pas être lue."),
        (picture("GIF"), Finding.UNREADABLE, NEITHER),
        (b" " * 50_000_001, Finding.UNREADABLE, "Ce fichier est trop gros : 50 Mo au plus."),
        ("DC04FR00", Finding.UNREADABLE, "Le code 2D-DOC n’a pas de signature."),
    ],
    ids=range(15),
)  # fmt: skip
def test_what_cannot_be_judged(content: bytes | str, finding: Finding, sentence: str) -> None:
    verdict = verify(content, Trust())
    assert (verdict.finding, told(verdict)) == (finding, [sentence])
    assert verdict.as_json()["issuer"] is None


def test_a_wall_of_a_page_is_drawn_small(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    found = scanning._found

    def measured(image: Image.Image) -> scanning.Scan:
        drawn.append(image.size[0] * image.size[1])
        return found(image)

    monkeypatch.setattr(scanning, "_found", measured)
    content = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(14_400, 14_400))
        made.save(content)
    assert scanning.scan(content.getvalue()).codes == ()
    assert drawn
    assert max(drawn) <= scanning.MOST_PIXELS * 1.001


# The command.


def run(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """The status, and what is printed."""
    status = cli.run(["verify", *arguments])
    out, err = capsys.readouterr()
    return status, re.sub("[\xa0\u202f]", " ", out), re.sub("[\xa0\u202f]", " ", err)


def test_the_command(
    tmp_path: Path,
    folder: Path,
    ours: Issuer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PARCOURS_KEYS", str(folder))
    genuine, forged = tmp_path / "a.pdf", tmp_path / "b.txt"
    genuine.write_bytes(paper([code_of(issuer=ours)], ROWS))
    forged.write_text(code_of(issuer=ours).replace("DIALLO", "\x1b[2JA"), encoding="utf-8")
    status, out, _err = run([str(genuine)], capsys)
    assert (status, out.splitlines()[:3]) == (0, [GENUINE, TEST_ONLY, SAME])
    assert "\nDonnées du code :\n" in out
    assert "  Nom patronymique : DIALLO\n" in out
    status, out, _err = run([str(forged)], capsys)
    assert status == 1
    assert "Données du code, sans preuve :" in out
    assert "<U+001B>[2JA" in out, "a code cannot give orders to the terminal"
    assert "\x1b" not in out
    status, out, _err = run([str(genuine), "--format", "json"], capsys)
    data: dict[str, Any] = json.loads(out)
    assert (status, data["finding"], data["signed"]) == (0, "genuine", DAY.isoformat())
    assert data["values"][5] == {"id": "62", "name": "Nom patronymique", "value": "DIALLO"}
    assert run([str(genuine), "--trust", str(folder)], capsys)[0] == 1
    monkeypatch.setenv("PARCOURS_KEYS", str(tmp_path / "nowhere"))
    status, out, _err = run([str(genuine)], capsys)
    assert (status, "est inconnu" in out) == (1, True)
    for wrong in ([str(tmp_path / "c")], [str(genuine), "--trust", str(tmp_path / "c")]):
        status, out, err = run(wrong, capsys)
        assert (status, out, "n’existe pas" in err) == (2, "", True)
    status, out, err = run([str(tmp_path)], capsys)
    assert (status, out, "est un dossier : indiquez un fichier." in err) == (2, "", True)


def test_standard_input(
    folder: Path, ours: Issuer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stream:
        buffer = BytesIO(code_of(issuer=ours).encode())

    monkeypatch.setenv("PARCOURS_KEYS", str(folder))
    monkeypatch.setattr("sys.stdin", Stream)
    assert run(["-"], capsys)[0] == 0


def test_a_library_that_is_missing_is_named() -> None:
    with pytest.raises(Refusal) as refused, needing("pdf"):
        import_module("no_such_library.inside")
    assert refused.value.message == (
        "Il manque no_such_library. Installez-le par\u00a0: pip install 'parcours[pdf]'"
    )
    with pytest.raises(ModuleNotFoundError), needing("pdf"):
        import_module("parcours.no_such_module")
