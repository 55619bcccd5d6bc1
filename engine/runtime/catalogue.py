"""Procedures ready to run: the present versions, and those that running dossiers are bound to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..analysis.translation import Translations, translated
from ..machine.compiled import Compiled, compile_procedure
from ..model.checked import Checked, checked_before
from ..source.visible import safe
from ..source.wording import _
from ..store.store import Store


class UnknownProcedure(Exception):
    """No procedure bears this id; `sentence` is French."""

    def __init__(self, procedure: str) -> None:
        self.sentence = _("La démarche « {name} » n’existe pas.").format(name=safe(procedure))
        super().__init__(self.sentence)


class Catalogue:
    """Compiles each version once; a version is known by its bundle's digest."""

    def __init__(
        self,
        checked: Iterable[Checked],
        store: Store,
        service: Mapping[str, str] | None,
        translations: Translations | None = None,
    ) -> None:
        self._store = store
        self._service = service
        self._translations = translations
        self._bound: dict[str, Compiled] = {}
        self._kept: dict[str, Compiled] = {}
        self.renew(checked)

    def renew(self, checked: Iterable[Checked]) -> None:
        """Serve these from now on; running dossiers stay bound to the version they began with."""
        present: dict[str, Compiled] = {}
        for one in checked:
            digest = one.digest
            if digest not in self._bound:
                self._bound[digest] = self._compiled(one)
            present[one.procedure.id] = self._bound[digest]
        self._present = present

    def present(self, procedure: str) -> Compiled:
        """The version that new dossiers get. Looking at it writes nothing."""
        compiled = self._present.get(procedure)
        if compiled is None:
            raise UnknownProcedure(procedure)
        return compiled

    def kept(self, procedure: str) -> Compiled:
        """The same, once the store keeps its bundle: a dossier may be bound to it."""
        compiled = self.present(procedure)
        if self._kept.get(procedure) is not compiled:
            self._store.keep_bundle(compiled.checked.bundle)
            self._kept[procedure] = compiled
        return compiled

    def bound(self, procedure: str, digest: str) -> Compiled:
        """The version of that bundle, whatever the procedure has become since."""
        if digest not in self._bound:
            kept = self._store.bundle(digest)
            self._bound[digest] = self._compiled(checked_before(procedure, kept))
        return self._bound[digest]

    def _compiled(self, checked: Checked) -> Compiled:
        words = self._translations
        return compile_procedure(translated(checked, words) if words else checked, self._service)

    def ids(self) -> tuple[str, ...]:
        """Of the present procedures, sorted."""
        return tuple(sorted(self._present))
