"""Documents issued: signed with the operator's key, or with a specimen's in a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ..engine.dossier.effects import Issue
from ..renderers.pdf.issued import issued
from ..renderers.seal.keys import issuer
from ..renderers.seal.trust import trust
from .settings import Settings


class Seals:
    """The key is looked for when the portal opens: without it, no certificate could be issued."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        folder = settings.data / "keys"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._issuer = issuer(folder, now(), demonstration=settings.is_demonstration)
        self.trust = trust(folder, demonstration=settings.is_demonstration)

    def paper(self, issue: Issue) -> bytes:
        """The PDF."""
        return issued(
            issue,
            self._issuer,
            verify_at=f"{self._settings.address}/verifier",
            is_demonstration=self._settings.is_demonstration,
        )
