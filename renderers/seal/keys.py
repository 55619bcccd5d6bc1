"""The key that signs, with its certificate, in a folder; one for demonstrations is made there."""

from __future__ import annotations

import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ...engine.fields.day import french_date
from ...engine.seal import Issuer
from ...engine.seal.code import TEST_SUFFIX
from ...engine.source.wording import _

FOLDER_VARIABLE = "PARCOURS_KEYS"
"""The environment variable that names the folder."""

DEMONSTRATION = ("FR00", "DEMO")
"""The authority that the standard keeps for tests, and the certificate of ours under it."""

DEMONSTRATION_VALIDITY = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
"""Demonstrations are played on any day; real certificates last three years."""

NAME = re.compile(r"(?P<authority>[A-Z]{2}[A-Z0-9]{2})_(?P<certificate>[A-Z0-9]{4})")
"""How files are named, before their ending: FR03_DGE0."""


class KeyTrouble(Exception):
    """A key or certificate that cannot be used; its message says why, in French."""


def usual_folder() -> Path:
    """Where keys are, unless something else is said."""
    named = os.environ.get(FOLDER_VARIABLE)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(named) if named else Path(home) / "parcours" / "keys"


def issuer(folder: Path, now: datetime, *, demonstration: bool) -> Issuer:
    """Who signs: the one file `AUTHORITY_CERTIFICATE.pem` there that holds a key and a certificate.

    For a demonstration a key is made in an empty folder. Raises KeyTrouble; `now` has a time zone.
    """
    found = [path for path in sorted(folder.glob("*.pem")) if b"PRIVATE KEY" in path.read_bytes()]
    if not found and demonstration:
        found = [_made(folder)]
    if len(found) != 1:
        message = _("Il faut une clé, et une seule, dans « {folder} » : il y en a {count}.")
        raise KeyTrouble(message.format(folder=folder, count=len(found)))
    path = found[0]
    name = NAME.fullmatch(path.stem)
    if name is None:
        message = _("« {path} » doit porter le nom de son certificat, par exemple FR03_ABC1.pem.")
        raise KeyTrouble(message.format(path=path))
    if name["authority"][2:] == TEST_SUFFIX and not demonstration:
        message = _(
            "L’autorité {authority} est réservée aux essais : hors démonstration, signez avec le "
            "certificat d’une autorité référencée."
        )
        raise KeyTrouble(message.format(authority=name["authority"]))
    return Issuer(name["authority"], name["certificate"], _key(path, now))


def _key(path: Path, now: datetime) -> ec.EllipticCurvePrivateKey:
    """The key, once it is sure that the certificate beside it is its own, and valid now."""
    if path.stat().st_mode & 0o077:
        message = _("« {path} » peut être lu par d’autres que vous : écrivez « chmod 600 {path} ».")
        raise KeyTrouble(message.format(path=path))
    content = path.read_bytes()
    try:
        key = serialization.load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content)
    except (TypeError, ValueError) as error:
        message = _(
            "« {path} » ne peut pas être lu : il y faut une clé sans mot de passe, puis son "
            "certificat, en PEM."
        )
        raise KeyTrouble(message.format(path=path)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        message = _("La clé de « {path} » n’est pas une clé ECDSA sur la courbe P-256.")
        raise KeyTrouble(message.format(path=path))
    if key.public_key() != certificate.public_key():
        message = _("Le certificat de « {path} » n’est pas celui de sa clé.")
        raise KeyTrouble(message.format(path=path))
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not start <= now <= end:
        message = _("Le certificat de « {path} » est valable du {start} au {end} seulement.")
        days = {"start": french_date(start.date()), "end": french_date(end.date())}
        raise KeyTrouble(message.format(path=path, **days))
    return key


def _made(folder: Path) -> Path:
    """A key and a certificate for demonstrations, seen whole or not at all by other processes."""
    key = ec.generate_private_key(ec.SECP256R1())
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + _certificate(key).public_bytes(serialization.Encoding.PEM)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{'_'.join(DEMONSTRATION)}.pem"
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".key-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            Path(path).hardlink_to(draft)  # unlike a renaming, never over another's
        except FileExistsError:
            return path
    finally:
        Path(draft).unlink()
    return path


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """Signed by itself: nobody vouches for it."""
    authority, certificate = DEMONSTRATION
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, authority[:2]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "PARCOURS - DEMONSTRATION"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, authority),
            x509.NameAttribute(NameOID.COMMON_NAME, certificate),
        ]
    )
    start, end = DEMONSTRATION_VALIDITY
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=start,
        not_valid_after=end,
    )
    return builder.sign(key, hashes.SHA256())
