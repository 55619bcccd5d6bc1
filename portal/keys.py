"""Secrets the portal draws: identifiers that nobody guesses, and what is derived from them."""

from __future__ import annotations

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

KEY_BYTES = 32


def server_key(path: Path) -> bytes:
    """The key of this data folder, made the first time; nobody else may read it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()


def drawn() -> str:
    """A one-time name of 256 random bits, for a cookie or an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a one-time name: the name itself opens a door, its digest does not."""
    return sha256(secret.encode()).hexdigest()


def derived(key: bytes, purpose: str, of: str) -> str:
    """A secret for one purpose, the same each time."""
    return hmac.new(key, f"{purpose}\0{of}".encode(), sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())
