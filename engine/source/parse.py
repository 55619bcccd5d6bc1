"""YAML events into a tree, within limits, in one pass.

libyaml's event stream and nothing above it: its loaders resolve types, aliases and merges, and die
or stall on hostile input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from .block import Block
from .diagnostic import Diagnostic
from .invisible import trimmed, unhidden, unturned
from .line_slips import Slip, dash_trap, emptied, read_on
from .position import Span
from .syntax_errors import syntax_error
from .text import Source
from .traps import (
    comma_trap,
    comment_trap,
    curly_trap,
    empty_file,
    glued_colon,
    glued_dash,
    semicolon_trap,
    template_trap,
)
from .tree import Entry, Mapping, Node, Scalar, Sequence, Style
from .wording import _

MAX_DEPTH = 40
MAX_NODES = 50_000
MAX_SCALAR = 20_000
MOST_SLIPS = 10


class _Refused(Exception):
    """Reading cannot go on; carries why, and whether only the value of that line is at fault."""

    def __init__(self, diagnostic: Diagnostic, *, is_local: bool = False) -> None:
        self.diagnostic = diagnostic
        self.is_local = is_local


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
        last = len(self.source.lines) - 1
        end_of_text = (last, len(self.source.lines[last]))
        return self.source.span(
            min((start.line, start.column), end_of_text), min((end.line, end.column), end_of_text)
        )

    def refuse(self, span: Span, message: str, cure: str) -> _Refused:
        return _Refused(Diagnostic("yaml", message, span, cure))


def parse(source: Source) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree, or None when the text could not be read to its end, and what was found."""
    text, hidden = unhidden(source)
    source = read_on(source, tuple(text.split("\n"))) if hidden else source
    node, found, slip = _read(source)
    if slip:
        found = [other for other in found if other.span.line != slip.diagnostic.span.line]
    slips: list[Diagnostic] = []
    while slip and (not slips or slip.lines) and len(slips) < MOST_SLIPS:
        if slips and slip.diagnostic.span.line <= slips[-1].span.line:
            break
        slips.append(slip.diagnostic)
        if slip.lines is None:
            break
        source = read_on(source, slip.lines)
        _node, _found, slip = _read(source)
    return node, (*hidden, *found, *slips)


def _read(source: Source) -> tuple[Node | None, list[Diagnostic], Slip | None]:
    reader = _Reader(source, yaml.CBaseLoader(source.text))
    try:
        return _document(reader), reader.found, None
    except _Refused as refused:
        number = refused.diagnostic.span.line - 1
        lines = emptied(source, number) if refused.is_local else None
        return None, reader.found, Slip(refused.diagnostic, lines)
    except yaml.MarkedYAMLError as error:
        return None, reader.found, syntax_error(source, error, reader.last)
    finally:
        reader.events.dispose()


def _document(reader: _Reader) -> Node | None:
    event = reader.next()
    while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
        event = reader.next()
    if isinstance(event, yaml.StreamEndEvent):
        raise _Refused(empty_file(reader.source.file))
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
    scalar = Scalar(unturned(event.value), span, style, reader.source)
    reader.last = scalar
    if trap := dash_trap(scalar):
        raise _Refused(trap)
    reader.found += [trap for trap in (comment_trap(scalar), curly_trap(scalar)) if trap]
    return scalar


def _value(reader: _Reader, event: yaml.Event, depth: int) -> Node:
    node = _node(reader, event, depth)
    if not isinstance(node, Scalar):
        return node
    trimmed_, trap = trimmed(node)
    reader.found += [trap] if trap else []
    return trimmed_


def _sequence(reader: _Reader, start: yaml.SequenceStartEvent, depth: int) -> Sequence:
    items: list[Node] = []
    while not isinstance(event := reader.next(), yaml.SequenceEndEvent):
        item = _value(reader, event, depth + 1)
        trap = semicolon_trap(item) if start.flow_style and isinstance(item, Scalar) else None
        items += trap[0] if trap else [item]
        reader.found += [trap[1]] if trap else []
    return Sequence(tuple(items), _whole(reader, start, event, items))


def _mapping(reader: _Reader, start: yaml.MappingStartEvent, depth: int) -> Mapping:
    trap = template_trap(reader.source, reader.span(start)) if start.flow_style else None
    if trap:
        raise _Refused(trap, is_local=True)
    is_flow = bool(start.flow_style)
    block = Block(is_flow=is_flow)
    while not isinstance(event := reader.next(), yaml.MappingEndEvent):
        entry = _entry(reader, event, depth, is_flow=is_flow)
        if entry:
            block.add(entry)
    entries = block.closed()
    reader.found += block.found
    return Mapping(entries, _whole(reader, start, event, [entry.value for entry in entries]))


def _entry(reader: _Reader, event: yaml.Event, depth: int, *, is_flow: bool) -> Entry | None:
    """One key and its value; nothing where a comma made a key of the end of a text."""
    key = _key(reader, event, depth)
    value = _value(reader, reader.next(), depth + 1)
    if is_flow and (glued := glued_colon(key, value)):
        reader.found.append(glued[1])
        return glued[0]
    if is_flow and (trap := comma_trap(key, value)):
        reader.found.append(trap)
        return None
    return Entry(key, value)


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
    key, trap = trimmed(node, is_key=True)
    if trap and node.text[0] in "\u00a0\u202f\u2007":
        raise _Refused(trap)
    reader.found += [trap] if trap else []
    return key


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
