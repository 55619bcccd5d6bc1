"""The sections of several files put together, by name."""

from __future__ import annotations

from dataclasses import dataclass

from ..source.diagnostic import Diagnostic, Related
from ..source.position import Span
from ..source.tree import Entry, Mapping, Node
from ..source.wording import _

SECTIONS = (
    "glossary",
    "parameters",
    "registry",
    "fields",
    "attestations",
    "documents",
    "screens",
    "ends",
    "deliverables",
    "notices",
)


@dataclass(frozen=True, slots=True)
class Merge:
    """Puts the sections of several files together, by name."""

    found: list[Diagnostic]

    def whole(self, root: Mapping, trees: list[Mapping]) -> Mapping:
        """The root's own keys, then each section from all files."""
        own = [entry for entry in root.entries if entry.key.text not in (*SECTIONS, "examination")]
        sections = [self.section(name, trees) for name in SECTIONS]
        examination = self.examination([tree.entry("examination") for tree in trees])
        kept = [entry for entry in (*sections, examination) if entry is not None]
        return Mapping((*own, *kept), root.span)

    def section(self, name: str, trees: list[Mapping]) -> Entry | None:
        found = [entry for tree in trees if (entry := tree.entry(name))]
        return self.together([entry for entry in found if isinstance(entry.value, Mapping)])

    def together(self, sections: list[Entry]) -> Entry | None:
        """One entry of all these, each name once."""
        if not sections:
            return None
        first: dict[str, Entry] = {}
        for section in sections:
            for entry in _entries(section.value):
                if entry.key.text in first:
                    self.twice(entry, first[entry.key.text])
                else:
                    first[entry.key.text] = entry
        return Entry(sections[0].key, Mapping(tuple(first.values()), sections[0].value.span))

    def examination(self, found: list[Entry | None]) -> Entry | None:
        """Merged by state, action and clock."""
        sections = [entry for entry in found if entry and isinstance(entry.value, Mapping)]
        if not sections:
            return None
        entries: dict[str, list[Entry]] = {}
        for section in sections:
            for entry in _entries(section.value):
                entries.setdefault(entry.key.text, []).append(entry)
        merged = [self.part(name, same) for name, same in entries.items()]
        kept = tuple(entry for entry in merged if entry)
        return Entry(sections[0].key, Mapping(kept, sections[0].value.span))

    def part(self, name: str, same: list[Entry]) -> Entry | None:
        if name == "states":
            return self.states(same)
        if name in ("actions", "clocks"):
            return self.together(same)
        for entry in same[1:]:
            self.twice(entry, same[0])
        return same[0]

    def states(self, sections: list[Entry]) -> Entry:
        """The same state in two files: its actions are merged, nothing else may be said twice."""
        first: dict[str, Entry] = {}
        for section in sections:
            for entry in _entries(section.value):
                known = first.get(entry.key.text)
                first[entry.key.text] = self.state(known, entry) if known else entry
        return Entry(sections[0].key, Mapping(tuple(first.values()), sections[0].value.span))

    def state(self, known: Entry, other: Entry) -> Entry:
        inside = {entry.key.text: entry for entry in _entries(known.value)}
        for entry in _entries(other.value):
            same = inside.get(entry.key.text)
            if same is None:
                inside[entry.key.text] = entry
            elif entry.key.text == "actions":
                inside["actions"] = self.together([same, entry]) or same
            else:
                self.twice(entry, same)
        return Entry(known.key, Mapping(tuple(inside.values()), known.value.span))

    def twice(self, entry: Entry, first: Entry) -> None:
        self.found.append(duplicate_name(entry.key.text, entry.key.span, first.key.span))


def duplicate_name(name: str, span: Span, first: Span) -> Diagnostic:
    """The same name given to two things."""
    return Diagnostic(
        "duplicate-name",
        _("Le nom « {name} » est déjà pris.").format(name=name),
        span,
        _("Renommez l’un des deux."),
        (Related(_("défini ici"), first),),
    )


def _entries(node: Node) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Mapping) else ()
