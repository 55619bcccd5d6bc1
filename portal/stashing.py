"""A form that could not be obeyed is kept a moment, and shown again where it was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..engine.fields.field_type import Control, Raw
from ..engine.model.definitions import Procedure
from ..engine.page.page import FileSlot, Page
from ..engine.source.wording import _, listed, ngettext
from ..engine.store.errors import StoreError, Unknown
from ..renderers.html.names import DO, FILES, FOLLOWS, MARK, posted
from .ask import Ask, Form
from .mailing import one_line
from .routes import Access, Route
from .stashes import Texts
from .typed import given_back
from .uploads import LONGEST_NAME
from .views import ANEW, LEFT, ONCE, TOKEN, VERSION

SEEN = {ONCE, VERSION, LEFT}
"""What the page that was lost had seen: what was kept meanwhile is not written over unasked."""
OURS = {TOKEN, ANEW, DO, FOLLOWS} | SEEN
"""Controls of the page that was lost; the page drawn again has its own."""

NOTICE = _(
    "Voici ce que vous aviez écrit et coché. Ce n’est pas encore enregistré : vérifiez, puis "
    "continuez."
)
KEPT = _("Voici ce que vous aviez écrit et coché : c’est enregistré. Vérifiez, puis continuez.")

Again = Callable[[Mapping[str, Raw]], Page]
"""That page, with what was typed in it."""


def stash(ask: Ask, route: Route) -> bool:
    """Whether it was kept: only of the screens of a dossier, never a secret, not without end.

    Of files the names alone. Their bytes would be those of whoever sends them: nobody has signed in
    where a session was lost, so that the disk and the scanner would be anybody's, 60 MB at a time.
    """
    if route.access is not Access.OWNER or ask.method != "POST":
        return False
    if all(name in OURS for name, _text in ask.form.texts):
        return False
    try:
        # What replaces its own takes no room: who types on while signed out is never cut short.
        is_new = not ask.house.stashes.holds(ask.name)
        if is_new and not ask.house.limits.allows("stash address", ask.client):
            return False
        texts = [(name, text) for name, text in ask.form.texts if name not in OURS - SEEN]
        files = [(name, one_line(file.name)[:LONGEST_NAME]) for name, file in ask.form.files]
        told = [*texts, *files]
        return ask.house.stashes.keep(ask.name, ask.path, told, _hidden(ask, told))
    except (StoreError, sqlite3.Error):
        return False


def typed_again(ask: Ask, route: Route) -> Texts:
    """What a page may give back to who sent it, where it cannot be kept: never a secret."""
    if route.access is not Access.OWNER or ask.method != "POST":
        return ()
    told = tuple((name, text) for name, text in ask.form.texts if name not in {TOKEN, ONCE})
    try:
        hidden = _hidden(ask, told)
    except (StoreError, sqlite3.Error):
        return ()
    return tuple((name, text) for name, text in told if name not in hidden)


def _hidden(ask: Ask, told: Iterable[tuple[str, str]]) -> set[str]:
    """What is not written: secrets; everything where there is no such dossier, which is not said,
    for whoever sends this may not have signed in."""
    try:
        compiled, _state = ask.house.runtime.dossier(ask.place["dossier"])
    except Unknown:
        return {name for name, _text in told}
    return secrets(compiled.procedure)


def stashed(ask: Ask, path: str = "") -> Form | None:
    """What was kept for this browser of what that path is sent; of this one's by default."""
    texts = ask.house.stashes.of(ask.name, path or ask.path)
    return Form(texts) if texts else None


def unstashed(ask: Ask) -> None:
    """What is sent to that path now is newer."""
    ask.house.stashes.forget(ask.name, ask.path)


def restored(
    page: Page, kept: Form, again: Again, notice: str = NOTICE
) -> tuple[Page, tuple[str, ...]]:
    """The page as it was left, and what is to be told of it; no file is lost in silence."""
    told = posted(page, kept.every)
    return given_back(again(told.raws), told), (notice, *_lost(page, kept))


def _lost(page: Page, kept: Form) -> Iterator[str]:
    """Which files are to be joined again, each with the document it was for."""
    slots = {f"{FILES}.{slot.name}": slot for one in page.documents for slot in one.every_slot}
    found = [
        _named(name, slots.get(key))
        for key, name in kept.texts
        if key.startswith(f"{FILES}.") and not key.endswith(MARK) and name
        if not _is_joined(name, slots.get(key))
    ]
    if found:
        message = ngettext(
            "Ce fichier n’est pas gardé, joignez-le de nouveau : {files}.",
            "Ces fichiers ne sont pas gardés, joignez-les de nouveau : {files}.",
            len(found),
        )
        yield message.format(files=listed(found))


def _named(name: str, slot: FileSlot | None) -> str:
    told = _("« {name} »").format(name=name)
    return _("{file} ({document})").format(file=told, document=slot.title) if slot else told


def _is_joined(name: str, slot: FileSlot | None) -> bool:
    """It was kept before what went wrong."""
    return slot is not None and any(one.name == name for one in slot.files)


def secrets(procedure: Procedure) -> set[str]:
    """The names of questions whose answers are kept nowhere."""
    return {
        name
        for name, field in procedure.fields.items()
        if field.type is not None and field.type.control is Control.SECRET
    }
