"""The text of a 2D-DOC: every reference code is read, none that was tampered with is believed."""

# ruff: noqa: RUF001 - letters that look like others are what some tests are about

import re
from base64 import b32decode, b32encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from parcours.engine.fields.day import PartialDate
from parcours.engine.seal import Code, Issuer, Unreadable, Unsealable, printed, read, sealed, verify
from parcours.engine.seal.code import read_day, written_day
from parcours.engine.seal.romanise import romanised
from parcours.engine.seal.street import shortened
from parcours.engine.seal.write import UNWRITTEN
from parcours.engine.two_d_doc import FOREIGN_DOCUMENT
from parcours.tests.campaign import count
from parcours.tests.seals import (
    DAY,
    VALUES,
    code_of,
    our_key,
    public_key,
    published,
    reference,
)

NUMBERS = {"51", "52", "AN", "AO", "CB"}  # told without the zeros before them
HEXADECIMAL = {"7H", "A7", "BF"}
BASE32 = {"0C"}

IDS = [vector["id"] for vector in published()["vectors"]]


def told(id_: str, value: str, expected: str) -> str:
    """A value as the authors of the vectors tell it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT.*", expected):
        return datetime.strptime(value, "%d%m%Y%H%M").isoformat()  # noqa: DTZ007 - no zone is told
    if re.fullmatch(r"\d{4}-\d\d-\d\d", expected):
        day = read_day(value) if len(value) == 4 else None
        return (day or date(int(value[4:]), int(value[2:4]), int(value[:2]))).isoformat()
    if id_ in NUMBERS:
        return value.lstrip("0")
    if id_ in HEXADECIMAL:
        return str(int(value, 16))
    if id_ in BASE32:
        return b32decode(value + "=" * (-len(value) % 8)).decode()
    return value


@pytest.mark.parametrize("vector", published()["vectors"], ids=IDS)
def test_every_reference_code_is_read_and_right(vector: Mapping[str, Any]) -> None:
    code = read(vector["code"])
    header, expected = code.header, vector["header"]
    assert (header.version, header.authority, header.certificate, header.type) == (
        expected["version"],
        expected["ca_id"],
        expected["cert_id"],
        expected["doc_type_id"],
    )
    days = [day.isoformat() if day else None for day in (header.issued, header.signed)]
    assert days == [expected["emit_date"], expected["sign_date"]]
    assert header.country == ("FR" if header.version == 4 else "")
    assert header.perimeter == ("01" if expected.get("perimeter_id") else "")
    assert str(header) == vector["code"][: len(str(header))]
    assert code.message == vector["signed_data"]
    assert code.signature.hex() == vector["signature_hex"]
    fields = {str(id_): value for id_, value in vector["fields"].items()}
    assert {id_: told(id_, code.values[id_], value) for id_, value in fields.items()} == fields
    assert (code.values.keys(), code.unknown) == (fields.keys(), ())
    assert verify(code, public_key())
    assert not verify(code, our_key().public_key())


def test_all_reference_codes_are_there() -> None:
    versions = [vector["version"] for vector in published()["vectors"]]
    assert (len(versions), {*versions}) == (48, {2, 3, 4})
    assert len({vector["doc_type"] for vector in published()["vectors"]}) >= 30


def is_believed(text: str) -> bool:
    """Whether it is read, and signed by FR00/0001."""
    try:
        return verify(read(text), public_key())
    except Unreadable:
        return False


@pytest.mark.parametrize("type_", ["13", "00", "A8", "B1", "12", "A4", "C3", "L1"])
def test_no_character_can_be_changed(type_: str) -> None:
    code = reference(type_)["code"]
    assert is_believed(code)
    for place, letter in enumerate(code):
        others = {"A", "2", "Z", chr(ord(letter) ^ 1), " ", "\x1d"} - {letter}
        for other in sorted(others):
            changed = code[:place] + other + code[place + 1 :]
            assert not is_believed(changed), f"{place}: {letter!r} → {other!r}"
        assert not is_believed(code[:place] + code[place + 1 :]), f"{place}: {letter!r} left out"


@pytest.mark.parametrize("case", published()["derived"]["negative"], ids=lambda case: case["id"])
def test_published_wrong_codes_are_refused(case: Mapping[str, Any]) -> None:
    if case["id"] == "autorite-test-en-production":
        assert read(case["code"]).header.is_test  # refused by who trusts nobody: test_seal_verify
    else:
        assert not is_believed(case["code"])


def test_days_of_the_header() -> None:
    for case in published()["derived"]["header_dates"]:
        day = case["date"] and date.fromisoformat(case["date"])
        assert (written_day(day), read_day(case["hex"])) == (case["hex"], day)
    assert written_day(date(2179, 6, 5)) == "FFFE"
    for day in (date(1999, 12, 31), date(2179, 6, 6)):
        with pytest.raises(ValueError, match="not within"):
            written_day(day)
    for text in ("1ce9", "1CE", "+CE9", "１CE9"):
        with pytest.raises(ValueError, match="no count"):
            read_day(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Ce texte n’est pas un code 2D-DOC."),
        ("DC04" + "A" * 3000 + "\x1fAA", "Ce texte n’est pas un code 2D-DOC."),
        ("DC04FR000001", "Le code 2D-DOC n’a pas de signature."),
        ("DC05FR0000011CE91D231301FR\x1fAA", "Cette version de 2D-DOC est inconnue."),
        ("DC04FR0000011CE91D2313\x1fAA", "L’en-tête du code 2D-DOC est mal écrit."),
        ("DC04fr0000011CE91D231301FR\x1fAA", "L’en-tête du code 2D-DOC est mal écrit."),
        ("DC04FR000001xxxx1D231301FR\x1fAA", "L’en-tête du code 2D-DOC est mal écrit."),
        ("DC04FR0000011CE91D231301FR6j2\x1fAA", "Les données du code 2D-DOC sont mal écrites."),
        ("DC04FR0000011CE91D231301FR6J26J3\x1fAA", "Les données du code 2D-DOC sont mal écrites."),
        (
            "DC04FR0000011CE91D231301FR6K12\x1fAA",
            "La donnée « 6K » du code 2D-DOC est trop courte.",
        ),
        ("DC04FR0000011CE91D231301FR6J2\x1f", "La signature du code 2D-DOC est mal écrite."),
        ("DC04FR0000011CE91D231301FR6J2\x1fAB", "La signature du code 2D-DOC est mal écrite."),
        ("DC04FR0000011CE91D231301FR6J2\x1f€", "La signature du code 2D-DOC est mal écrite."),
        (
            "DC03FR0000011CE91D2313016J2\x1fAAAA\x1dAA",
            "La signature du code 2D-DOC est mal écrite.",
        ),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert str(refused.value).replace("\xa0", " ") == message


def test_unknown_data_are_told_and_do_not_hide_the_others() -> None:
    code = read("DC04FR0000011CE91D231301FRZZSOMETHING\x1d6J2Z9\x1fAAAA\x1dANNEX")
    assert code.values == {"ZZ": "SOMETHING", "6J": "2", "Z9": ""}
    assert code.unknown == ("ZZ", "Z9")


# Writing.


def test_the_official_example_is_written_as_it_is_published() -> None:
    """Its data given as a dossier has them; the signature is another's, and random."""
    vector = reference("13")
    values = {
        str(id_): date.fromisoformat(value) if id_ in ("6L", "6N", "6O", "69") else value
        for id_, value in vector["fields"].items()
    }
    issuer = Issuer("FR00", "0001", our_key())
    text = sealed(values, "13", issuer, date(2020, 4, 6), date(2020, 6, 3))
    assert text.partition("\x1f")[0] == vector["signed_data"]
    older = sealed(values, "13", issuer, date(2020, 4, 6), date(2020, 6, 3), version=3)
    assert older.partition("\x1f")[0] == vector["signed_data"].replace("DC04", "DC03").replace(
        "1301FR", "1301", 1
    )
    assert verify(read(older), our_key().public_key())
    with pytest.raises(ValueError, match="no longer written"):
        sealed(values, "13", issuer, DAY, DAY, version=2)


def test_a_code_of_ours() -> None:
    text = code_of()
    code = read(text)
    assert text == code_of(), "RFC 6979: the same bytes each time"
    assert text.split("\x1f")[0] == (
        "DC04FR00TEST264A264A1301FR6J26K00000000020260000016L021120266PAUTORISE A TRAVAILLER\x1d"
        "6Q750312052162DIALLO\x1d63LEFEVRE\x1d60AISSATOU BINTA\x1d68F69170419916ALABE\x1d6CGN67XH"
        "6U12 RUE DES LILAS\x1d6W690036XLYON"
    )
    assert len(text.split("\x1f")[1]) == 103
    assert verify(code, our_key().public_key())
    longer = code.signature[:32] + bytes(2) + code.signature[32:]
    assert not verify(replace(code, signature=longer), our_key().public_key()), "one writing only"
    assert not verify(code, our_key(7).public_key())
    assert not verify(code, ec.derive_private_key(7, ec.SECP384R1()).public_key())
    assert not verify(code, ec.derive_private_key(7, ec.SECP256K1()).public_key())


@pytest.mark.parametrize(
    ("curve", "hash_", "size"),
    [(ec.SECP384R1(), hashes.SHA384(), 48), (ec.SECP521R1(), hashes.SHA512(), 66)],
    ids=["P-384", "P-521"],
)
def test_other_curves_of_the_standard_are_read(
    curve: ec.EllipticCurve, hash_: hashes.HashAlgorithm, size: int
) -> None:
    """They may sign; Parcours itself signs on P-256."""
    key = ec.derive_private_key(7, curve)
    with pytest.raises(ValueError, match="P-256"):
        Issuer("FR03", "ABC1", key)
    message = code_of().partition("\x1f")[0]
    pair = decode_dss_signature(key.sign(message.encode(), ec.ECDSA(hash_)))
    signature = b"".join(number.to_bytes(size, "big") for number in pair)
    text = b32encode(signature).decode().rstrip("=")
    assert verify(read(f"{message}\x1f{text}"), key.public_key())
    assert not verify(read(f"{message}X\x1f{text}"), key.public_key())


def test_what_is_printed_is_what_was_sealed() -> None:
    rows = printed(VALUES)
    assert rows == printed(read(code_of()))
    assert [value for _id, _name, value in rows] == [
        "Attestation de prolongation d’instruction d’une demande de titre de séjour",
        "2026000001",
        "02/11/2026",
        "AUTORISE A TRAVAILLER",
        "7503120521",
        "DIALLO",
        "LEFEVRE",
        "AISSATOU BINTA",
        "Féminin",
        "17/04/1991",
        "LABE",
        "Guinée (GN)",
        "Kosovo (XH)",
        "12 RUE DES LILAS",
        "69003",
        "LYON",
    ]
    assert [name for _id, name, _value in rows] == [
        field.name for field in FOREIGN_DOCUMENT.fields.values() if field.is_mandatory
    ]
    impossible = read(code_of().replace("6917041991", "6931021991"))
    assert ("69", "Date de naissance", "31021991") in printed(impossible)
    assert printed(read(reference("00")["code"]))[0][1].replace("\xa0", " ") == "Donnée 26"


@pytest.mark.parametrize(
    ("id_", "value", "expected"),
    [
        ("69", PartialDate(1970, 5), "00051970"),
        ("69", PartialDate(1962), "00001962"),
        ("69", PartialDate(1962, 3, 1), "01031962"),
        ("60", ("Jean-Pierre", "Łukasz"), "JEAN PIERRE/LUKASZ"),
        ("60", "Anne, Marie", "ANNE/MARIE"),
        ("62", "O’Brien 3", "O BRIEN"),
        ("63", None, ""),
        ("6Q", "99 322 233", "99322233"),
        ("6K", "2026-17", "0000000000000202617"),
        ("6C", "XH", "XH"),
        ("6A", "Paris 12e", "PARIS 12E"),
        ("6U", "3 bis, route du Lac", "3 BIS ROUTE DU LAC"),
        ("6U", {"voie": "route du Lac"}, "ROUTE DU LAC"),
        ("6V", {"voie": "route du Lac", "lieu_dit": "Le Bourg"}, "LE BOURG"),
        ("6S", {"voie": "route du Lac"}, None),
        ("6Y", None, None),
    ],
)
def test_a_value_is_written(id_: str, value: Any, expected: str | None) -> None:
    code = read(code_of({**VALUES, id_: value}))
    assert code.values.get(id_) == expected
    assert not any(datum.is_cut for datum in code.data)


@pytest.mark.parametrize(
    ("id_", "value", "message"),
    [
        ("6J", "6", "ne peut pas être « 6 »"),
        ("6J", None, "manque"),
        ("6K", "A12", "ne peut pas être « A12 »"),
        ("6K", "1" * 20, "ne peut pas être « 11111111111111111111 »"),
        ("6L", PartialDate(2026, 11), "ne peut pas être « 2026-11 »"),
        ("69", "1991", "ne peut pas être « 1991 »"),
        ("6Q", "😀", "ne peut pas être « 😀 »"),
        ("6Q", "1" * 11, "ne peut pas être « 11111111111 »"),
        ("68", "X", "ne peut pas être « X »"),
        ("67", "ZZ", "ne peut pas être « ZZ »"),
        ("6W", "6900", "ne peut pas être « 6900 »"),
        ("65", "P", "n’existe pas dans ce type de document"),
    ],
)
def test_what_cannot_be_sealed_is_told(id_: str, value: Any, message: str) -> None:
    with pytest.raises(Unsealable) as refused:
        code_of({**VALUES, id_: value})
    text = refused.value.message.replace("\xa0", " ")
    assert refused.value.id == id_ in text
    assert message in text


@pytest.mark.parametrize(
    ("id_", "value", "expected"),
    [
        ("62", "王小明", "WANGXIAOMING"),
        ("62", "😀", UNWRITTEN),
        ("63", "12", UNWRITTEN),
        ("60", ["\x00", "\ue000"], UNWRITTEN),
        ("60", ["😀", "Zoé"], "ZOE"),
        ("60", [" ", ""], ""),
        ("62", " ", ""),
        ("6A", "12", "12"),
        ("6X", "–", UNWRITTEN),
        ("6U", {"numero": "", "voie": "😀"}, UNWRITTEN),
        ("6U", {"code_postal": "98000"}, ""),
        ("6M", "😀", None),
    ],
)
def test_a_name_or_a_place_is_never_refused(id_: str, value: Any, expected: str | None) -> None:
    assert read(code_of({**VALUES, id_: value})).values.get(id_) == expected


def cut(code: Code) -> list[str]:
    """The ids of what was shortened."""
    return [datum.id for datum in code.data if datum.is_cut]


def test_too_long_a_value_is_cut_and_says_so() -> None:
    long = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"
    text = code_of({**VALUES, "62": long, "6X": "V" * 33, "63": "U" * 38})
    assert f"62{long[:38].upper()}\x1e63{'U' * 38}60" in text
    assert "6X" + "V" * 32 + "\x1e\x1f" in text, "RS is written even at the end"
    assert cut(read(text)) == ["62", "6X"]
    assert printed(read(text))[-1] == ("6X", "Commune", "V" * 32 + "…")
    assert cut(read(code_of({**VALUES, "62": long[:38], "6X": "V" * 32}))) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("145 AVENUE DES SPECIMENS", "145 AVENUE DES SPECIMENS"),
        ("12 BOULEVARD DU MARECHAL DE LATTRE TASSIGNY", "12 BD DU MARECHAL DE LATTRE TASSIGNY"),
        ("12 BIS BOULEVARD DU GENERAL DE LA MOTTE PICQUET", "12 BIS BD DU GAL DE LA MOTTE PICQUET"),
        ("1 RUE JEAN BAPTISTE ALEXANDRE FERDINAND MARTIN", "1 RUE J B ALEXANDRE FERDINAND MARTIN"),
        ("9 LOTISSEMENT DE LA ZONE INDUSTRIELLE DU PETIT BOURG", "9 LOT DE LA ZI DU PETIT BOURG"),
        (
            "7 AVENUE DU PRESIDENT DE LA REPUBLIQUE DE COTE D IVOIRE",
            "7 AV PDT REPUBLIQUE DE COTE D IVOIRE",
        ),
        ("1 " + "X" * 50, "1 " + "X" * 50),
    ],
)
def test_a_street_is_shortened_as_little_as_it_takes(line: str, expected: str) -> None:
    assert shortened(line, 38) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Łukasz Œdipe Æsir Straße Ø Đ Þ ŋ İı", "LUKASZ OEDIPE AESIR STRASSE O D TH NG II"),
        ("Nguyễn Thị Hoàng", "NGUYEN THI HOANG"),
        ("Щербаков Юлія Ђорђе", "SHCHERBAKOV IULIIA DORDE"),
        ("Γιώργος Παπαδόπουλος", "GIORGOS PAPADOPOYLOS"),
        ("محمد علي", "MHMD LY"),
        ("רות", "RVT"),
        ("ქართული", "KARTULI"),
        ("Հայաստան", "HAYASTAN"),
        ("김철수", "GIMCEOLSU"),
        ("トヨタ ゆき", "TOYOTA YUKI"),
        ("हिन्दी", "HINDII"),
        ("ሰላም", "SALAAME"),
        ("٣٤ ۵ ½", "34 5 1 2"),
        ("O’Brien-d'Arc", "O BRIEN D ARC"),
        ("Léa👩‍💻\u202e\x1d\x00Li", "LEA LI"),
        ("e\u0301le\u0300ve", "ELEVE"),
        ("ｆｕｌｌ ﬁn", "FULL FIN"),
        ("王小明 \ud800 \ue000", "WANGXIAOMING"),
        ("สมชาย ⴰⵎⴰⵣⵉⵖ කුමාර", "SMCHAY AMAZIGH KUMAR"),
        ("मुंबई مُحَمَّد מֹשֶׁה ь ع ʻ", "MUMBAII MHMD MSHH"),
        ("a\x00b\x1dc\x85d", "ABC D"),
    ],
)
def test_any_script_is_written_in_capitals(text: str, expected: str) -> None:
    assert romanised(text) == expected


def test_every_character_is_written_in_the_standards_letters() -> None:
    for code in range(0, 0x110000, count(7, 1)):
        assert re.fullmatch(r"[A-Z0-9 ]*", romanised(chr(code)))
