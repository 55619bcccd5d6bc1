"""Reference codes of the standard, and dossiers, keys and papers to make codes of our own."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from parcours.engine.seal import Issuer, sealed
from parcours.renderers.seal.symbol import MODULE_MM, symbol

VECTORS = Path(__file__).parent / "data" / "2ddoc_vectors.yaml"

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)

VALUES: Mapping[str, Any] = {
    "6J": "2",
    "6K": "2026000001",
    "6L": DAY,
    "6P": "AUTORISE A TRAVAILLER",
    "6Q": "7503120521",
    "62": "DIALLO",
    "63": "Lefèvre",
    "60": "Aïssatou Binta",
    "68": "F",
    "69": date(1991, 4, 17),
    "6A": "Labé",
    "6C": "GN",
    "67": "XK",
    "6U": {"numero": "12", "voie": "rue des Lilas", "code_postal": "69003", "ville": "Lyon"},
    "6W": "69003",
    "6X": "Lyon",
}
"""Those of an `Issue` of a shipped procedure."""


@lru_cache(maxsize=1)
def published() -> Mapping[str, Any]:
    """The whole file of reference codes."""
    found: Mapping[str, Any] = yaml.safe_load(VECTORS.read_text(encoding="utf-8"))
    return found


def reference(type_: str) -> Mapping[str, Any]:
    """The first reference code of that type of document."""
    found: Mapping[str, Any] = next(v for v in published()["vectors"] if v["doc_type"] == type_)
    return found


def public_certificate() -> x509.Certificate:
    """The certificate that all reference codes were signed with, FR00/0001."""
    return x509.load_pem_x509_certificate(published()["certificate_pem"].encode())


def public_key() -> ec.EllipticCurvePublicKey:
    """Its key."""
    key = public_certificate().public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return key


def our_key(number: int = 20_261_102) -> ec.EllipticCurvePrivateKey:
    """Always the same for the same number."""
    return ec.derive_private_key(number, ec.SECP256R1())


ISSUER = Issuer("FR00", "TEST", our_key())


def certificate_of(
    key: ec.EllipticCurvePrivateKey, until: datetime = NOW, since: datetime = NOW
) -> x509.Certificate:
    """One that its own key signed."""
    name = x509.Name([])
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=since,
        not_valid_after=until,
    )
    return builder.sign(key, hashes.SHA256())


def code_of(values: Mapping[str, Any] = VALUES, issuer: Issuer = ISSUER, day: date = DAY) -> str:
    """A code of ours, issued and signed on that day."""
    return sealed(values, "13", issuer, day, day)


def paper(
    codes: Sequence[str],
    rows: Sequence[tuple[str, str, str]] = (),
    margin: float = 20.3,
    after: str = "Fait à Lyon, le 2 novembre 2026.",
) -> bytes:
    """A PDF with those symbols, and the table « nom : valeur » below."""
    drawn = "\n\n".join(_drawn(symbol(code)) for code in codes)
    cells = ", ".join(
        f"[#{_quoted(f'{name} :')}], [#{_quoted(value)}]" for _id, name, value in rows
    )
    table = f"#table(columns: (5cm, 6cm), {cells})" if rows else ""
    page = f'#set page(margin: {margin}mm)\n#set text(lang: "fr")\n'
    source = f"{page}{drawn}\n\n2D-DOC\n\n{table}\n\n#{_quoted(after)}"
    pdf: bytes = typst.compile(source.encode())
    return pdf


def _drawn(modules: Sequence[Sequence[bool]]) -> str:
    size = len(modules) * MODULE_MM
    squares = "".join(
        f"place(dx: {x * MODULE_MM}mm, dy: {y * MODULE_MM}mm, module);"
        for y, row in enumerate(modules)
        for x, is_black in enumerate(row)
        if is_black
    )
    module = f"let module = square(size: {MODULE_MM}mm, fill: black);"
    return f"#block(width: {size}mm, height: {size}mm, {{{module}{squares}}})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
