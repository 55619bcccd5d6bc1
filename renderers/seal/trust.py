"""The certificates that a paper may be signed with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from ...engine.seal.code import TEST_SUFFIX
from ...engine.source.wording import _
from .keys import NAME, KeyTrouble

ENDINGS = frozenset({".pem", ".der", ".crt", ".cer"})


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates by authority and id. A revoked one is simply taken out.

    Those of a test authority count only in a demonstration.
    """

    certificates: Mapping[tuple[str, str], x509.Certificate] = field(default_factory=dict)
    demonstration: bool = False

    def certificate(self, authority: str, id_: str) -> x509.Certificate | None:
        """The one that a code names."""
        return self.certificates.get((authority, id_))


def trust(folder: Path, *, demonstration: bool = False) -> Trust:
    """Every certificate in that folder, named after what it is: FR03_DGE0.pem, FR06_DGE1.der.

    A file that also holds a key counts for its certificate. Raises KeyTrouble for a file whose name
    or content is not that of a certificate, and for a folder that is not there.
    """
    if not folder.is_dir():
        message = _("Le dossier de confiance « {folder} » n’existe pas.")
        raise KeyTrouble(message.format(folder=folder))
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS and not path.name.startswith("."):
            name = NAME.fullmatch(path.stem)
            if name is None:
                message = _(
                    "« {path} » doit porter le nom de son certificat, par exemple FR03_ABC1.pem."
                )
                raise KeyTrouble(message.format(path=path))
            if demonstration or name["authority"][2:] != TEST_SUFFIX:
                found[name["authority"], name["certificate"]] = _certificate(path)
    return Trust(found, demonstration)


def _certificate(path: Path) -> x509.Certificate:
    content = path.read_bytes()
    try:
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificate(content)
        return x509.load_der_x509_certificate(content)
    except ValueError as error:
        message = _("« {path} » n’est pas un certificat X.509.")
        raise KeyTrouble(message.format(path=path)) from error
