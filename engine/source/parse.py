"""YAML events into a tree, within limits, in one pass.

libyaml's event stream and nothing above it: its loaders resolve types, aliases and merges, and die
or stall on hostile input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import yaml

from .diagnostic import Diagnostic, Related
from .position import Span, start_of
from .syntax_errors import syntax_error
from .text import Source
from .traps import (
    blank_trap,
    comma_trap,
    comment_trap,
    glued_colon,
    glued_dash,
    template_trap,
)
from .tree import Entry, Mapping, Node, Scalar, Sequence, Style
from .wording import _

MAX_DEPTH = 40
MAX_NODES = 50_000
MAX_SCALAR = 20_000


class _Refused(Exception):
    """Reading cannot go on; carries the diagnostic that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


@dataclass(slots=True)
class _Reader:
    source: Source
    events: yaml.CBaseLoader
    found: list[Diagnostic] = field(default_factory=list)
    nodes: int = 0
    last: Scalar | None = None

    def next(self) -> yaml.Event:
        event = self.events.get_event()
        assert event is not None  # only after the end of the stream, where nobody asks
        return event

    def span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None
        return self.source.span((start.line, start.column), (end.line, end.column))

    def refuse(self, span: Span, message: str, cure: str) -> _Refused:
        return _Refused(Diagnostic("yaml", message, span, cure))


def parse(source: Source) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree, or None when the text could not be read to its end, and what was found."""
    reader = _Reader(source, yaml.CBaseLoader(source.text))
    try:
        return _document(reader), tuple(reader.found)
    except _Refused as refused:
        return None, (*reader.found, refused.diagnostic)
    except yaml.MarkedYAMLError as error:
        return None, (*reader.found, syntax_error(source, error, reader.last))
    except yaml.YAMLError as error:
        return None, (*reader.found, _unreadable(source, error))
    finally:
        reader.events.dispose()


def _document(reader: _Reader) -> Node | None:
    event = reader.next()
    while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
        event = reader.next()
    if isinstance(event, yaml.StreamEndEvent):
        raise _Refused(
            Diagnostic(
                "yaml",
                _("Ce fichier est vide."),
                start_of(reader.source.file),
                _("Lancez « parcours new NOM » pour partir d’une petite procédure complète."),
            )
        )
    node = _node(reader, event, 0)
    reader.next()  # the end of the document
    event = reader.next()
    if not isinstance(event, yaml.StreamEndEvent):
        raise reader.refuse(
            reader.span(event).first(3),
            _("Un fichier contient une seule définition ; « --- » en commence ici une seconde."),
            _("Supprimez cette ligne, ou mettez la suite dans un autre fichier."),
        )
    return node


def _node(reader: _Reader, event: yaml.Event, depth: int) -> Node:
    reader.nodes += 1
    _within_limits(reader, event, depth)
    _without_magic(reader, event)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(reader, event)
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(reader, event, depth)
    assert isinstance(event, yaml.MappingStartEvent)  # libyaml has no other node
    return _mapping(reader, event, depth)


def _scalar(reader: _Reader, event: yaml.ScalarEvent) -> Scalar:
    style = event.style or Style.PLAIN
    span = reader.span(event)
    if len(event.value) > MAX_SCALAR:
        raise reader.refuse(
            span.first(1),
            _("Ce texte est trop long : {length} caractères, pour {limit} permis.").format(
                length=len(event.value), limit=MAX_SCALAR
            ),
            _("Raccourcissez-le, ou partagez-le."),
        )
    if "\x00" in event.value:
        raise reader.refuse(span, _("Ce texte contient un caractère nul."), _("Supprimez-le."))
    scalar = Scalar(event.value, span, style, reader.source)
    reader.last = scalar
    trap = comment_trap(scalar)
    if trap:
        reader.found.append(trap)
    return scalar


def _sequence(reader: _Reader, start: yaml.SequenceStartEvent, depth: int) -> Sequence:
    items = []
    while not isinstance(event := reader.next(), yaml.SequenceEndEvent):
        items.append(_node(reader, event, depth + 1))
    return Sequence(tuple(items), _whole(reader, start, event, items))


def _mapping(reader: _Reader, start: yaml.MappingStartEvent, depth: int) -> Mapping:
    first: dict[str, Scalar] = {}
    entries: list[Entry] = []
    trap = template_trap(reader.source, reader.span(start)) if start.flow_style else None
    if trap:
        raise _Refused(trap)
    while not isinstance(event := reader.next(), yaml.MappingEndEvent):
        key = _key(reader, event, depth)
        value = _node(reader, reader.next(), depth + 1)
        glued = glued_colon(key, value) if start.flow_style else None
        if glued:
            key, value = glued[0].key, glued[0].value
            reader.found.append(glued[1])
        trap = comma_trap(key, value) if start.flow_style else None
        if trap:
            reader.found.append(trap)
        elif key.text in first:
            reader.found.append(_written_twice(key, first[key.text]))
        else:
            first[key.text] = key
            entries.append(Entry(key, value))
    ends: list[Node] = [entry.value for entry in entries]
    return Mapping(tuple(entries), _whole(reader, start, event, ends))


def _key(reader: _Reader, event: yaml.Event, depth: int) -> Scalar:
    node = _node(reader, event, depth + 1)
    if not isinstance(node, Scalar):
        raise reader.refuse(
            node.span.first(1),
            _("Une clé doit être un simple nom, pas une liste ni un bloc."),
            _("Si c’est un texte, mettez-le entre guillemets doubles."),
        )
    if node.text == "<<" and node.style == Style.PLAIN:
        raise reader.refuse(
            node.span,
            _("La fusion « << » n’est pas permise : elle cache ce que dit la procédure."),
            _(
                "Recopiez les clés, ou mettez la définition commune dans un "
                "fichier pris par « use: »."
            ),
        )
    if re.match(r"-\w", node.text) and node.style == Style.PLAIN:
        raise _Refused(glued_dash(reader.source, node.span.line - 1))
    trap = blank_trap(node)
    if trap and trap.span.column == node.span.column:
        raise _Refused(trap)
    if trap:
        reader.found.append(trap)
    return replace(node, text=node.text.strip()) if trap else node


def _whole(reader: _Reader, start: yaml.Event, end: yaml.Event, inside: list[Node]) -> Span:
    """From its first character to its last; a block ends with its last value, not at the dedent."""
    if getattr(start, "flow_style", False) or not inside:
        return reader.span(start).to(reader.span(end))
    return reader.span(start).to(inside[-1].span)


def _within_limits(reader: _Reader, event: yaml.Event, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise reader.refuse(
            reader.span(event).first(1),
            _("L’imbrication dépasse {limit} niveaux.").format(limit=MAX_DEPTH),
            _(
                "Une procédure n’en demande pas plus d’une dizaine : "
                "vérifiez les crochets et accolades."
            ),
        )
    if reader.nodes > MAX_NODES:
        raise reader.refuse(
            reader.span(event).first(1),
            _("Ce fichier contient plus de {limit} éléments.").format(limit=MAX_NODES),
            _("Partagez-le en plusieurs fichiers réunis par « use: »."),
        )


def _without_magic(reader: _Reader, event: yaml.Event) -> None:
    span = reader.span(event)
    assert isinstance(event, yaml.NodeEvent)
    if isinstance(event, yaml.AliasEvent):
        raise reader.refuse(
            span,
            _(
                "Le renvoi « *{name} » n’est pas permis : chaque chose est écrite là où elle vaut."
            ).format(name=event.anchor),
            _("Recopiez la valeur. Un texte qui commence par « * » se met entre guillemets."),
        )
    if event.anchor is not None:
        raise reader.refuse(
            span.first(len(event.anchor) + 1),
            _("L’ancre « &{name} » n’est pas permise.").format(name=event.anchor),
            _("Supprimez-la. Un texte qui commence par « & » se met entre guillemets."),
        )
    if getattr(event, "tag", None) is not None:
        tag = reader.source.lines[span.line - 1][span.column - 1 :].partition(" ")[0]
        raise reader.refuse(
            span.first(max(1, len(tag))),
            _("L’étiquette de type « {tag} » n’est pas permise.").format(tag=tag[:40]),
            _("Supprimez-la. Un texte qui commence par « ! » se met entre guillemets."),
        )


def _written_twice(key: Scalar, first: Scalar) -> Diagnostic:
    return Diagnostic(
        "duplicate-key",
        _("La clé « {key} » est écrite deux fois ; la seconde serait perdue.").format(key=key.text),
        key.span,
        _("Gardez-en une, ou renommez-la."),
        (Related(_("première fois ici"), first.span),),
    )


def _unreadable(source: Source, error: yaml.YAMLError) -> Diagnostic:
    """A character YAML forbids; PyYAML's reader says where it stands, in characters."""
    index = getattr(error, "position", None)
    span = start_of(source.file)
    if isinstance(index, int) and index <= len(source.text):
        line = source.text.count("\n", 0, index)
        column = index - (source.text.rfind("\n", 0, index) + 1)
        span = source.span((line, column), (line, column + 1))
    return Diagnostic(
        "yaml",
        _("Ce fichier contient un caractère invisible que YAML interdit."),
        span,
        _("Effacez-le et retapez la ligne."),
    )
