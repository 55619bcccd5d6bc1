"""Files through the runtime: read only if they are asked for, kept only if they are taken."""

from __future__ import annotations

from typing import Any

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.events import File
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.runtime import Runtime
from parcours.engine.store.errors import FileMissing, FileTooLarge
from parcours.tests import runtime_forms as forms
from parcours.tests.runtimes import PDF, at_the_documents, clock, everything, runtime, store

__all__ = ["clock", "runtime", "store"]


class Untouched:
    """A stream that nobody may read."""

    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize(
    ("slot", "media", "error"),
    [
        ("livret", "application/pdf", NotAllowed),
        ("domicile", "application/pdf", NotAllowed),
        ("inconnu", "application/pdf", NotAllowed),
        ("identite", "image/png", None),
    ],
)
def test_nothing_is_read_of_a_file_that_is_not_asked(
    runtime: Runtime, slot: str, media: str, error: type[Exception] | None
) -> None:
    dossier = at_the_documents(runtime)
    before = everything(runtime, dossier)
    content: Any = Untouched()
    if error:
        with pytest.raises(error):
            runtime.attach(dossier, slot, "a", media, content, 1000)
    else:
        told = runtime.attach(dossier, slot, "a", media, content, 1000)
        assert told.refused == {
            "identite": "Ce format n’est pas accepté\u00a0: joignez un fichier PDF, JPEG."
        }
    assert everything(runtime, dossier) == before


def test_a_file_beyond_the_limit_is_not_kept(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    before = everything(runtime, dossier)
    with pytest.raises(FileTooLarge):
        runtime.attach(dossier, "identite", "a", "application/pdf", bytes(1001), 1000)
    heavy = bytes(1_000_001)
    told = runtime.attach(dossier, "identite", "a", "application/pdf", heavy, 10_000_000)
    assert told.refused == {"identite": "Ce fichier est trop lourd\u00a0: 1 Mo au plus."}
    assert everything(runtime, dossier) == before


def test_an_empty_file_is_refused(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    told = runtime.attach(dossier, "identite", "a", "application/pdf", b"", 1000)
    assert told.refused == {"identite": "Ce fichier est vide\u00a0: joignez-en un autre."}


def test_a_file_that_was_never_put_is_missing(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    before = everything(runtime, dossier)
    with pytest.raises(FileMissing):
        runtime.handle(dossier, do.Attach("identite", File("0" * 64, "a", 1, "application/pdf")))
    assert everything(runtime, dossier) == before


def test_a_choice_inside_a_variant_must_be_made(runtime: Runtime) -> None:
    """It was once complete with nothing joined."""
    dossier = at_the_documents(runtime)
    runtime.back(dossier, "argent")
    runtime.answer(dossier, "argent", {"revenu": "1500", "logement": "locataire"})
    runtime.answer(dossier, "pieces_jointes", {}, {"exact": True})
    told = runtime.press(dossier, "pieces_jointes")
    assert told.refused == {
        "identite": "Joignez ce document.",
        "domicile": "Dites d’abord lequel de ces documents vous joignez.",
    }
    (_identity, home) = runtime.page(dossier, "pieces_jointes").documents
    assert tuple(choice.id for choice in home.choices) == forms.LEASE
    runtime.handle(dossier, do.Choose("domicile", forms.LEASE[0]))
    told = runtime.press(dossier, "pieces_jointes")
    assert set(told.refused) == {"identite", forms.LEASE[0]}


def test_an_upload_sent_again_is_one_file(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    told = runtime.attach(dossier, "identite", "a.pdf", "application/pdf", PDF, 1000)
    again = runtime.attach(dossier, "identite", "a.pdf", "application/pdf", PDF, 1000)
    assert (again.is_accepted, again.version) == (True, told.version)
    other = runtime.attach(dossier, "identite", "b.pdf", "application/pdf", PDF, 1000)
    assert (set(other.refused), other.version) == ({"identite"}, told.version)
    assert "a.pdf" in other.refused["identite"]
