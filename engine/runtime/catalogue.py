"""Procedures ready to run: the present versions, and those that running dossiers are bound to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..machine.compiled import Compiled, compile_procedure
from ..model.checked import Checked, checked_before
from ..source.wording import _
from ..store.store import Store


class UnknownProcedure(Exception):
    """No procedure bears this id; `sentence` is French."""

    def __init__(self, procedure: str) -> None:
        self.sentence = _("La démarche « {name} » n’existe pas.").format(name=procedure)
        super().__init__(self.sentence)


class Catalogue:
    """Compiles each version once; a version is known by its bundle's digest."""

    def __init__(
        self, checked: Iterable[Checked], store: Store, service: Mapping[str, str] | None
    ) -> None:
        self._store = store
        self._service = service
        self._present = {one.procedure.id: compile_procedure(one, service) for one in checked}
        self._bound = {one.checked.digest: one for one in self._present.values()}
        self._kept: set[str] = set()

    def present(self, procedure: str) -> Compiled:
        """The version that new dossiers get; its bundle is kept by the store."""
        compiled = self._present.get(procedure)
        if compiled is None:
            raise UnknownProcedure(procedure)
        if procedure not in self._kept:
            self._store.keep_bundle(compiled.checked.bundle)
            self._kept.add(procedure)
        return compiled

    def bound(self, procedure: str, digest: str) -> Compiled:
        """The version of that bundle, whatever the procedure has become since."""
        if digest not in self._bound:
            kept = self._store.bundle(digest)
            checked = checked_before(procedure, kept)
            self._bound[digest] = compile_procedure(checked, self._service)
        return self._bound[digest]

    def ids(self) -> tuple[str, ...]:
        """Of the present procedures, sorted."""
        return tuple(sorted(self._present))
