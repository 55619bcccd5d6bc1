"""Procedures in another language: a catalogue read and judged, its texts put in place of ours.

What is not translated, or wrongly, stays French, and so do the papers issued. A dossier stays bound
to the files themselves, so that nothing it holds depends on the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from ..expr.parser import parse
from ..expr.syntax import show
from ..model.checked import Checked
from ..model.names import names_of
from ..model.read import read
from ..model.reading import HOLE
from ..model.use import Library, assemble
from ..source.diagnostic import Diagnostic
from ..source.files import Files, InMemory
from ..source.position import Span
from ..source.text import Source
from ..source.tree import Entry, Node, Scalar, Sequence
from ..source.tree import Mapping as Tree
from ..source.wording import _, listed, quoted
from .wordings import Wording, wordings

LOCALES, PO = "locales", ".po"
"""Below the folder of procedures, a catalogue for each language: `locales/en.po`."""

Key = tuple[str, str]
"""The place of a text, in words, and the text."""

_LINE = re.compile(r'(?:#.*|(?:msg(?:ctxt|id|id_plural|str(?:\[\d+\])?)\s+)?"(?:[^"\\]|\\.)*")?')
"""Babel reads past a line whose quotes are not closed, and loses the entry."""
_ADDRESS = re.compile(r"https?://[^\s()\[\]<>«»\"]*[\w/=&#%+~-]")


@dataclass(frozen=True, slots=True)
class Translations:
    """The sound entries of one catalogue."""

    texts: Mapping[Key, str] = field(default_factory=dict, repr=False)

    def said(self, wording: Wording) -> str:
        """That text, or nothing: it then stays French."""
        return self.texts.get(key_of(wording), "")


def key_of(wording: Wording) -> Key:
    """How a catalogue knows a text: msgctxt and msgid."""
    return ", ".join(wording.place), wording.scalar.text.strip()


def read_translations(files: Files, language: str) -> tuple[Translations, tuple[Diagnostic, ...]]:
    """The catalogue of that language, and what is wrong with it: such entries are left out."""
    source = files.read(f"{LOCALES}/{language}{PO}")
    if isinstance(source, Diagnostic):
        return Translations(), (source,)
    return read_catalogue(source)


def catalogues(files: Files) -> Iterator[Source | Diagnostic]:
    """Those of every language."""
    return (files.read(path) for path in files.paths(LOCALES, 1, PO))


def read_catalogue(source: Source) -> tuple[Translations, tuple[Diagnostic, ...]]:
    """One of them, from its text."""
    for number, line in enumerate(source.lines, 1):
        if not _LINE.fullmatch(line.strip()):
            return Translations(), (_unreadable(source, number),)
    sound: dict[Key, str] = {}
    found: list[Diagnostic] = []
    try:
        for message in _entries(source):
            faults = tuple(_faults(source, message))
            found += faults
            if not faults:
                sound[message.context or "", str(message.id)] = str(message.string).strip()
    except PoFileError as error:
        return Translations(), (_unreadable(source, error.lineno + 1),)
    except ValueError:  # a date of its header
        return Translations(), (_unreadable(source, 1),)
    return Translations(sound), tuple(found)


def translated(checked: Checked, words: Translations) -> Checked:
    """The procedure in that language. Its files are the same, and so is its digest."""
    path = f"{checked.procedure.id}.yaml"
    library = Library(InMemory(checked.texts))
    for name in checked.texts:
        parsed = library.parsed(name)
        if parsed.tree:
            library.known[name] = replace(parsed, tree=_spoken(parsed.tree, words))
    tree = assemble(library, path).tree
    assert tree is not None  # the checker read it before
    procedure = read(checked.procedure.file, tree)
    return Checked(procedure, names_of(procedure), checked.texts, checked.original or checked)


def translatable(tree: Tree) -> Iterator[Wording]:
    """Not what is issued: papers stay French, their names with them."""
    spoken = tuple(entry for entry in tree.entries if entry.key.text != "deliverables")
    return wordings(Tree(spoken, tree.span))


def _spoken(tree: Tree, words: Translations) -> Tree:
    said = {one.scalar.span: text for one in translatable(tree) if (text := words.said(one))}
    spoken = _replaced(tree, said)
    assert isinstance(spoken, Tree)
    return spoken


def _replaced(node: Node, said: Mapping[Span, str]) -> Node:
    match node:
        case Scalar():
            text = said.get(node.span)
            return replace(node, text=text, is_foreign=True) if text else node
        case Tree():
            entries = (Entry(one.key, _replaced(one.value, said)) for one in node.entries)
            return Tree(tuple(entries), node.span)
        case Sequence():
            return Sequence(tuple(_replaced(item, said) for item in node.items), node.span)


def _entries(source: Source) -> Iterator[Message]:
    """What a translator has written and stands by."""
    for message in read_po(source.lines, abort_invalid=True):
        if message.id and message.string and not message.fuzzy and not message.pluralizable:
            yield message


def _faults(source: Source, message: Message) -> Iterator[Diagnostic]:
    """A hole or a link that is lost, or is not of the French text."""
    french, other = str(message.id), str(message.string)
    span = _place(source, message)
    for told in (_holes, _links):
        here, there = told(french), told(other)
        lost = _("Cette traduction perd {text}.")
        made = _("Cette traduction invente {text}.")
        wrong = [lost.format(text=quoted(here[one])) for one in here if one not in there]
        wrong += [made.format(text=quoted(there[one])) for one in there if one not in here]
        for sentence in wrong:
            yield Diagnostic("translation", sentence, span, _cure(here.values()))


def _holes(text: str) -> dict[str, str]:
    """What is filled in, whatever its blanks, as it is written; and a hole that is left open."""
    found = {}
    for match in HOLE.finditer(text):
        expr, problems = parse(match[1])
        found[match[0] if problems else show(expr)] = match[0]
    rest = HOLE.sub("", text)
    return found | {sign: sign for sign in ("{{", "}}") if sign in rest}


def _links(text: str) -> dict[str, str]:
    return {address: address for address in _ADDRESS.findall(text)}


def _cure(kept: Iterable[str]) -> str:
    texts = [quoted(text) for text in kept]
    if not texts:
        return _("La phrase française n’en a pas : retirez-le.")
    return _("Recopiez tel quel ce que contient la phrase française : {texts}.").format(
        texts=listed(texts)
    )


def _place(source: Source, message: Message) -> Span:
    """The line on which its translation begins."""
    start = message.lineno or 1
    below = range(start, len(source.lines) + 1)
    line = next((n for n in below if source.lines[n - 1].lstrip().startswith("msgstr")), start)
    return _line(source, line)


def _unreadable(source: Source, line: int) -> Diagnostic:
    return Diagnostic(
        "translation",
        _("Ce catalogue ne peut pas être lu à partir d’ici."),
        _line(source, line),
        _("Un catalogue est fait de textes entre guillemets, après « msgid » et « msgstr »."),
    )


def _line(source: Source, number: int) -> Span:
    return Span(source.file, number, 1, number, len(source.lines[number - 1]) + 1)
