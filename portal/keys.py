"""Secrets the portal draws: identifiers that nobody guesses, and what is derived from them."""

from __future__ import annotations

import hmac
import os
import re
import secrets
from hashlib import sha256
from pathlib import Path

KEY_BYTES = 32


def server_key(path: Path) -> bytes:
    """The key of this data folder, made the first time; nobody else may read it."""
    if not path.exists():
        _made(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError(f"{path.name} holds {len(key)} bytes, and a key has {KEY_BYTES}")
    return key


def _made(path: Path) -> None:
    """Whole or not at all: a process may die meanwhile, or another one make it first."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass  # the other one's is ours too
    finally:
        part.unlink()


def drawn() -> str:
    """A one-time name of 256 random bits, for a cookie or an address."""
    return secrets.token_urlsafe(32)


def is_drawn(told: str) -> bool:
    """Whether it has the form of one: 32 bytes in base64url."""
    return re.fullmatch(r"[A-Za-z0-9_-]{43}", told) is not None


def digest(secret: str) -> str:
    """What is kept of a one-time name: the name itself opens a door, its digest does not."""
    return sha256(secret.encode()).hexdigest()


def derived(key: bytes, purpose: str, of: str) -> str:
    """A secret for one purpose, the same each time."""
    return hmac.digest(key, f"{purpose}\0{of}".encode(), "sha256").hex()


def same(one: str, other: str) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())
