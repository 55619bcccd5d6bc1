"""Who signs the codes that are only drawn, in guides: everybody knows this key."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec

from ...engine.seal import Issuer
from .keys import DEMONSTRATION

SPECIMEN = Issuer(*DEMONSTRATION, ec.derive_private_key(1, ec.SECP256R1()))
"""Under the authority for tests, with the smallest of all keys: nothing it signs proves anything,
and every machine draws the same code."""
