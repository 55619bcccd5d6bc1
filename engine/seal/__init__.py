"""The signed code of a paper, the 2D-DOC: its text, written and read."""

from __future__ import annotations

from .code import Code, Datum, Header, Unreadable
from .printed import printed
from .read import read
from .sign import Issuer, sealed, verify
from .unsealable import Unsealable

__all__ = [
    "Code",
    "Datum",
    "Header",
    "Issuer",
    "Unreadable",
    "Unsealable",
    "printed",
    "read",
    "sealed",
    "verify",
]
