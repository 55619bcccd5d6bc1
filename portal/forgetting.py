"""What is forgotten of a request once its journal is: messages, documents issued, links."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from ..engine.runtime import Runtime
from ..engine.store.errors import Unknown
from .drafts import Drafts
from .leftovers import Leftovers
from .letters import Letters
from .links import Links
from .papers import Papers


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The journal goes first; what a stop in between leaves behind, `orphans` finds."""

    runtime: Runtime
    letters: Letters
    papers: Papers
    links: Links
    drafts: Drafts
    leftovers: Leftovers

    def erase(self, dossier: str, owner: str | None = None) -> None:
        """Asked by its owner, a draft; without owner, what nobody examines any more.

        Raises NotAllowed, and Unknown when it is gone.
        """
        self.runtime.records.erase(dossier, owner)
        self.rest(dossier)

    def draft(self, dossier: str) -> None:
        """Asked by its person: the gate has compared the owners, and a draft may have none yet."""
        self.erase(dossier, self.runtime.look(dossier).card.owner)

    def rest(self, dossier: str) -> None:
        """All that is kept outside its journal."""
        self.letters.forget(dossier)
        self.papers.forget(dossier)
        self.links.forget(dossier)
        self.drafts.claimed(dossier)
        self.leftovers.forget(dossier)

    def orphans(self) -> int:
        """What belongs to no request any more; of how many."""
        count = 0
        rests = (self.letters.dossiers(), self.papers.dossiers(), self.drafts.all())
        for dossier in {*chain(*rests, self.leftovers.dossiers())}:
            try:
                journal = self.runtime.store.load(dossier, after=10**9)
            except Unknown:
                self.rest(dossier)
                count += 1
                continue
            if journal.card.filed:  # what was no answer by then never will be one
                self.leftovers.forget(dossier)
        return count
