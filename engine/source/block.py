"""The entries of one block of keys, each once, those not in retreat put below their own key."""

from __future__ import annotations

from .diagnostic import Diagnostic, Related
from .tree import Entry, Mapping, Node, Scalar, Sequence
from .wording import _

_TOLD = 10


class Block:
    """Filled entry by entry; `found` says what is wrong with their keys."""

    def __init__(self, *, is_flow: bool) -> None:
        self.found: list[Diagnostic] = []
        self._is_flow = is_flow
        self._entries: list[Entry] = []
        self._first: dict[str, int] = {}
        self._blank: int | None = None
        self._below: list[tuple[Entry, list[Entry]]] = []

    def add(self, entry: Entry) -> None:
        """A key that is there already begins again where one without value stands between."""
        if self._below and _is_blank(entry):
            self._open(entry)
        elif entry.key.text not in self._first:
            self._keep(entry)
        elif self._is_again(entry):
            self._regroup(self._first[entry.key.text])
            self.add(entry)
        else:
            first = self._current()[self._first[entry.key.text]]
            self.found.append(written_twice(entry.key, first.key))

    def closed(self) -> tuple[Entry, ...]:
        """All entries, in order."""
        for head, inside in self._below:
            self._entries.append(Entry(head.key, _nested(head.key, inside)) if inside else head)
        return tuple(self._entries)

    def _current(self) -> list[Entry]:
        return self._below[-1][1] if self._below else self._entries

    def _keep(self, entry: Entry) -> None:
        current = self._current()
        self._first[entry.key.text] = len(current)
        if not self._below and _is_blank(entry):
            self._blank = len(current)
        current.append(entry)
        if self._below and len(current) == 1 and len(self.found) < _TOLD:
            self.found.append(to_indent(self._below[-1][0].key, entry.key))

    def _is_again(self, entry: Entry) -> bool:
        if self._is_flow or self._below or self._blank is None:
            return False
        return self._blank > self._first[entry.key.text]

    def _regroup(self, first: int) -> None:
        """What stands behind a key without value belongs to it."""
        blanks = [index for index in range(first) if _is_blank(self._entries[index])]
        start = blanks[-1] if blanks else self._blank
        assert start is not None
        moved = self._entries[start:]
        del self._entries[start:]
        self._open(moved[0])
        for entry in moved[1:]:
            self.add(entry)

    def _open(self, head: Entry) -> None:
        heads = (*self._entries, *(other for other, _inside in self._below))
        twice = next((it for it in heads if it.key.text == head.key.text), None)
        if twice:
            self.found.append(written_twice(head.key, twice.key))
            return
        self._below.append((head, []))
        self._first = {}


def _is_blank(entry: Entry) -> bool:
    return isinstance(entry.value, Scalar) and entry.value.is_null and not entry.value.text


def _nested(key: Scalar, entries: list[Entry]) -> Node:
    """`screens:` holds a list of what begins by `screen:`."""
    span = entries[0].key.span.to(entries[-1].value.span)
    block = Mapping(tuple(entries), span)
    return Sequence((block,), span) if key.text == f"{entries[0].key.text}s" else block


def to_indent(key: Scalar, first: Scalar) -> Diagnostic:
    """The lines below a key are at its level."""
    return Diagnostic(
        "missing-value",
        _("« {key} » n'a rien sous elle : les lignes suivantes sont à son niveau.").format(
            key=key.text
        ),
        key.span,
        _("Mettez les lignes suivantes en retrait sous « {key} ».").format(key=key.text),
        (Related(_("à partir d'ici"), first.span),),
    )


def written_twice(key: Scalar, first: Scalar) -> Diagnostic:
    """Of two keys alike, only the first is read."""
    return Diagnostic(
        "duplicate-key",
        _("La clé « {key} » est écrite deux fois ; la seconde serait perdue.").format(key=key.text),
        key.span,
        _("Gardez-en une, ou renommez-la."),
        (Related(_("première fois ici"), first.span),),
    )
