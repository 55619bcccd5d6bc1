"""The signature of a code: ECDSA on the text of its header and data."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from ..two_d_doc import SEAL_TYPES, SealType
from .code import GROUP, RECORD, UNIT, Code, Datum, Header
from .write import data

PERIMETER, COUNTRY = "01", "FR"
"""The State's own data fields; the country of who issues."""

WRITTEN_VERSIONS = (3, 4)

_HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "secp256r1": hashes.SHA256(),
    "secp384r1": hashes.SHA384(),
    "secp521r1": hashes.SHA512(),
}
"""The curves that the standard allows, each with its hash."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: an authority, its certificate's id, and the key of that certificate, on P-256.

    Raises ValueError for another curve.
    """

    authority: str
    certificate: str
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        if self.key.curve.name != "secp256r1":
            raise ValueError(f"a key on {self.key.curve.name}, and 2D-DOC are signed on P-256")


def sealed(
    values: Mapping[str, Any],
    type_: str,
    issuer: Issuer,
    issued: date,
    signed: date,
    version: int = 4,
) -> str:
    """The whole text of the code, the same one each time (RFC 6979).

    `values` are those of an `Issue`, by data field. Raises Unsealable for a value that the standard
    cannot hold, KeyError for a type of document that Parcours does not issue, ValueError for a
    version that nobody writes any more or a day outside 2000–2179.
    """
    if version not in WRITTEN_VERSIONS:
        raise ValueError(f"version {version} is read, and no longer written")
    country = COUNTRY if version == 4 else ""
    names = issuer.authority, issuer.certificate
    header = Header(version, *names, issued, signed, type_, PERIMETER, country)
    kind = SEAL_TYPES[type_]
    message = f"{header}{_joined(kind, data(kind, values))}"
    return f"{message}{UNIT}{_written(_signature(message, issuer.key))}"


def verify(code: Code, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether that key's owner signed exactly this."""
    hash_ = _HASHES.get(key.curve.name)
    size = (key.curve.key_size + 7) // 8
    if hash_ is None or len(code.signature) != 2 * size:
        return False
    halves = (code.signature[:size], code.signature[size:])
    try:
        r, s = (int.from_bytes(half, "big") for half in halves)
        key.verify(encode_dss_signature(r, s), code.message.encode(), ec.ECDSA(hash_))
    except (InvalidSignature, ValueError):
        return False
    return True


def _joined(kind: SealType, found: tuple[Datum, ...]) -> str:
    """Each value after its id; a mark where the next one would not be seen to begin."""
    last = len(found) - 1
    return "".join(
        f"{datum.id}{datum.value}{_mark(kind, datum, is_last=place == last)}"
        for place, datum in enumerate(found)
    )


def _mark(kind: SealType, datum: Datum, is_last: bool) -> str:
    field_ = kind.fields[datum.id]
    if datum.is_cut:
        return RECORD
    is_ended = field_.is_fixed or len(datum.value) == field_.most
    return "" if is_ended or is_last else GROUP


def _signature(message: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(key.sign(message.encode(), algorithm))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _written(signature: bytes) -> str:
    return b32encode(signature).decode().rstrip("=")
