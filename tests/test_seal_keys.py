"""Keys and certificates: one for demonstrations is made, and what cannot sign is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from parcours.engine.seal import read, verify
from parcours.renderers.seal.keys import KeyTrouble, issuer, usual_folder
from parcours.renderers.seal.trust import trust
from parcours.tests.seals import code_of, our_key, public_certificate

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
YEAR = timedelta(days=365)

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def certificate(key: Key, start: datetime = NOW - YEAR, end: datetime = NOW + YEAR) -> bytes:
    """One that its own key signed, in PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ABC1")])
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=start,
        not_valid_after=end,
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def private(key: Key, password: bytes = b"") -> bytes:
    """The key in PEM."""
    lock = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


def keep(folder: Path, name: str, content: bytes, mode: int = 0o600) -> Path:
    """A file of that folder."""
    path = folder / name
    path.write_bytes(content)
    path.chmod(mode)
    return path


def refusal(folder: Path, *, demonstration: bool = False) -> str:
    """Why nobody can sign with what is there."""
    with pytest.raises(KeyTrouble) as refused:
        issuer(folder, NOW, demonstration=demonstration)
    text = str(refused.value).replace("\xa0", " ").replace("\u202f", " ")
    return text.replace(str(folder), "clés")


def test_a_demonstration_makes_its_key_once(tmp_path: Path) -> None:
    folder = tmp_path / "below" / "keys"
    first = issuer(folder, NOW, demonstration=True)
    path = folder / "FR00_DEMO.pem"
    assert (first.authority, first.certificate) == ("FR00", "DEMO")
    assert [one.name for one in folder.iterdir()] == [path.name]
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    content = path.read_bytes()
    again = issuer(folder, NOW, demonstration=True)
    assert path.read_bytes() == content
    text = code_of(issuer=first)
    assert text == code_of(issuer=again)
    known = trust(folder, demonstration=True).certificate("FR00", "DEMO")
    assert known is not None
    key = known.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert verify(read(text), key)
    assert known.not_valid_before_utc < NOW < known.not_valid_after_utc
    assert "PRIVATE" not in repr(first)


def test_two_first_runs_make_one_key(tmp_path: Path) -> None:
    together = Barrier(8)

    def run(_place: int) -> str:
        together.wait()
        return code_of(issuer=issuer(tmp_path / "keys", NOW, demonstration=True))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(run, range(8)))) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["FR00_DEMO.pem"]


def test_outside_a_demonstration_nothing_is_made_and_no_test_signs(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "Il faut une clé, et une seule, dans « clés » : il y en a 0."
    assert list(tmp_path.iterdir()) == []
    issuer(tmp_path, NOW, demonstration=True)
    assert refusal(tmp_path) == (
        "L’autorité FR00 est réservée aux essais : hors démonstration, signez avec le certificat "
        "d’une autorité référencée."
    )


def test_a_real_key_signs(tmp_path: Path) -> None:
    keep(tmp_path, "FR03_ABC1.pem", certificate(our_key()) + private(our_key()))
    keep(
        tmp_path, "FR03_DGE0.pem", certificate(our_key(7)), 0o644
    )  # one to trust, not to sign with
    found = issuer(tmp_path, NOW, demonstration=False)
    assert (found.authority, found.certificate) == ("FR03", "ABC1")
    assert verify(read(code_of(issuer=found)), our_key().public_key())


P384 = ec.derive_private_key(7, ec.SECP384R1())

UNREAD = (
    "« clés/FR03_ABC1.pem » ne peut pas être lu : il y faut une clé sans mot de passe, puis son "
    "certificat, en PEM."
)
VALID = "Le certificat de « clés/FR03_ABC1.pem » est valable du {} au {} seulement."
ENDED = VALID.format("2 novembre 2024", "2 novembre 2025")
EARLY = VALID.format("2 novembre 2027", "1er novembre 2028")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            private(P384) + certificate(P384),
            "La clé de « clés/FR03_ABC1.pem » n’est pas une clé ECDSA sur la courbe P-256.",
        ),
        (
            private(our_key()) + certificate(our_key(7)),
            "Le certificat de « clés/FR03_ABC1.pem » n’est pas celui de sa clé.",
        ),
        (private(our_key()) + certificate(our_key(), NOW - 2 * YEAR, NOW - YEAR), ENDED),
        (private(our_key()) + certificate(our_key(), NOW + YEAR, NOW + 2 * YEAR), EARLY),
        (private(our_key(), b"secret") + certificate(our_key()), UNREAD),
        (private(our_key()), UNREAD),
    ],
    ids=["curve", "other", "ended", "early", "locked", "alone"],
)
def test_a_key_that_cannot_sign_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    keep(tmp_path, "FR03_ABC1.pem", content)
    assert refusal(tmp_path) == message


def test_an_rsa_key_is_refused(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    keep(tmp_path, "FR03_ABC1.pem", private(key) + certificate(key))
    assert "n’est pas une clé ECDSA" in refusal(tmp_path)


def test_a_key_that_others_read_is_refused(tmp_path: Path) -> None:
    content = private(our_key()) + certificate(our_key())
    path = keep(tmp_path, "FR03_ABC1.pem", content, 0o640)
    assert refusal(tmp_path) == (
        "« clés/FR03_ABC1.pem » peut être lu par d’autres que vous : écrivez "
        "« chmod 600 clés/FR03_ABC1.pem »."
    )
    path.chmod(0o600)
    assert issuer(tmp_path, NOW, demonstration=False).certificate == "ABC1"


def test_a_name_says_whose_key_it_is(tmp_path: Path) -> None:
    content = private(our_key()) + certificate(our_key())
    keep(tmp_path, "prefecture.pem", content)
    assert refusal(tmp_path) == (
        "« clés/prefecture.pem » doit porter le nom de son certificat, par exemple FR03_ABC1.pem."
    )
    keep(tmp_path, "FR03_ABC1.pem", content)
    assert refusal(tmp_path) == "Il faut une clé, et une seule, dans « clés » : il y en a 2."


def test_a_folder_of_trust(tmp_path: Path) -> None:
    der = public_certificate().public_bytes(serialization.Encoding.DER)
    keep(tmp_path, "FR00_0001.der", der)
    keep(tmp_path, "FR03_DGE0.crt", certificate(our_key()))
    keep(tmp_path, "FR03_ABC1.pem", private(our_key(7)) + certificate(our_key(7)))
    keep(tmp_path, "README.txt", b"")
    found = trust(tmp_path)
    assert found.certificates.keys() == {("FR03", "DGE0"), ("FR03", "ABC1")}
    assert found.certificate("FR00", "0001") is None
    shown = trust(tmp_path, demonstration=True)
    assert shown.certificate("FR00", "0001") == public_certificate()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("FR03_ABC1.pem", b"-----BEGIN nothing", "n’est pas un certificat X.509."),
        ("FR03_ABC1.der", b"", "n’est pas un certificat X.509."),
        ("prefecture.crt", certificate(our_key()), "doit porter le nom de son certificat"),
    ],
)
def test_a_wrong_file_is_told_not_overlooked(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    keep(tmp_path, name, content)
    with pytest.raises(KeyTrouble, match=message):
        trust(tmp_path)
    with pytest.raises(KeyTrouble, match="n’existe pas"):
        trust(tmp_path / "nowhere")


def test_where_keys_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("PARCOURS_KEYS", raising=False)
    assert usual_folder() == tmp_path / "parcours" / "keys"
    monkeypatch.setenv("PARCOURS_KEYS", str(tmp_path / "k"))
    assert usual_folder() == tmp_path / "k"
