"""What a screen shows beside its questions: texts, ticks, documents, review, buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...engine.page.files import size, takes
from ...engine.page.markup import Passage, paragraphs, plain
from ...engine.page.page import (
    Announced,
    Button,
    Document,
    FileSlot,
    Given,
    Line,
    Page,
    Question,
    Tick,
)
from ...engine.source.wording import _
from .blocks import AT, Block, Data, tall
from .questions import INDENT, blocks, group


def above(page: Page, width: float) -> Iterator[Block]:
    """Before anything is asked."""
    if page.errors:
        told = [sentence for _name, sentence in page.errors]
        yield _alert("error", _("À corriger avant de continuer"), told, width)
    if page.messages:
        yield _alert("warning", _("À noter"), map(plain, page.messages), width)
    yield from prose(page.text, width)
    yield from rows(line(fact, width) for fact in page.facts)
    if page.announced is not None:
        now = [one for one in page.announced if not one.later]
        later = [one for one in page.announced if one.later]
        yield from _announced_all(_("Documents à préparer"), now, ("announce",), width)
        yield from _announced_all(_("Documents à donner plus tard"), later, (), width)


def below(page: Page, width: float) -> Iterator[Block]:
    """After the questions."""
    yield from (tick(one, width) for one in page.ticks)
    for document in page.documents:
        yield from _document(document, width)
    for section in page.review:
        action = _("Modifier") if page.kind == "screen" else ""
        title = heading(section.title, width, action=action)
        yield from group(title, rows(line(one, width) for one in section.lines))
    if page.given:
        title = heading(_("Documents délivrés"), width)
        yield from group(title, (_given(one, width) for one in page.given))
    yield from buttons(page.buttons, width)


def passages(paragraph: Iterable[Passage]) -> list[Data]:
    return [
        {
            "item": passage.is_item,
            "words": [{"text": words.text, "link": words.link} for words in passage.words],
        }
        for passage in paragraph
    ]


def _told(passage: Passage) -> str:
    return "".join(words.text for words in passage.words)


def prose(text: str, width: float) -> Iterator[Block]:
    """A block for each paragraph, so that a long text may go on in the next part."""
    for paragraph in paragraphs(text):
        high = sum(tall(_told(passage), width - 2) + 0.1 for passage in paragraph)
        yield Block("prose", {"passages": passages(paragraph)}, high)


def _alert(tone: str, title: str, lines: Iterable[str], width: float) -> Block:
    told = list(lines)
    high = tall(title, width) + sum(tall(one, width - 2) + 0.4 for one in told) + 1.6
    return Block("alert", {"tone": tone, "title": title, "lines": told}, high)


def heading(title: str, width: float, names: tuple[str, ...] = (), action: str = "") -> Block:
    """What a part of the screen is; `action` is what its link says."""
    data = {"label": title, AT: names, "action": action}
    return Block("heading", data, tall(title, width - 6, 1.08), before=0.4, after=0.9, leads=True)


def rows(found: Iterable[Block]) -> Iterator[Block]:
    """Lines close together, and a blank below the last one."""
    all_ = tuple(found)
    yield from all_[:-1]
    yield from (replace(one, after=1.3) for one in all_[-1:])


def line(one: Line, width: float) -> Block:
    """A label, and what was answered."""
    return _line(one.label, one.shown, (), False, width)


def known(question: Question, width: float) -> Block:
    """What the administration knows, which cannot be typed here."""
    return _line(question.label, question.shown, (question.name,), True, width)


def _line(label: str, shown: str, names: tuple[str, ...], is_known: bool, width: float) -> Block:
    high = max(tall(label, width * 0.36), tall(shown, width * 0.57)) + 0.9
    data = {"label": label, "shown": shown, AT: names, "known": is_known}
    return Block("line", data, high, fields=int(is_known), after=0.0)


def _announced_all(
    title: str, documents: Iterable[Announced], names: tuple[str, ...], width: float
) -> Iterator[Block]:
    found = tuple(documents)
    if found:
        told = (_announced(one, width) for one in found)
        yield from group(heading(title, width, names), told)


def _announced(one: Announced, width: float) -> Block:
    told = [text for text in (one.condition, one.help, one.later) if text]
    high = tall(one.title, width) + sum(tall(text, width - 2, 0.88) + 0.2 for text in told)
    high += sum(tall(element, width - 4, 0.88) for element in one.elements)
    data = {
        "label": one.title,
        "optional": _("(facultatif)") if one.is_optional else "",
        "lines": told,
        "elements": list(one.elements),
        AT: (one.name,),
    }
    return Block("announced", data, high, after=0.8)


def tick(one: Tick, width: float) -> Block:
    """A sentence to attest."""
    found = [passage for paragraph in paragraphs(one.text) for passage in paragraph]
    high = 1.4 + tall(one.title, width) + sum(tall(_told(each), width - 5) + 0.4 for each in found)
    data = {
        "label": one.title or _("Attestation sur l’honneur"),
        "passages": passages(found),
        "on": one.is_ticked,
        "state": _("Coché") if one.is_ticked else _("Non coché"),
        "error": one.error,
        AT: (one.name,),
    }
    return Block("tick", data, high + tall(one.error, width), fields=1)


def _document(one: Document, width: float) -> Iterator[Block]:
    """Its title once; a slot of its own name needs no other title."""
    if one.code:
        yield from blocks(one.code, one.code.raw, width)
        return
    alone = len(one.slots) == 1 and one.slots[0].name == one.name
    help_ = one.help or (one.slots[0].help if alone else "")
    data = {
        "label": one.title,
        "optional": _("(facultatif)") if one.is_optional else "",
        "hint": help_,
        "error": one.error,
        AT: (one.name,),
    }
    high = tall(one.title, width) + tall(help_, width, 0.88) + tall(one.error, width)
    title = Block("legend", data, high, after=0.7, leads=True)
    yield from group(title, _inside(one, alone, width - INDENT))


def _inside(one: Document, is_alone: bool, width: float) -> Iterator[Block]:
    """What is joined, where there is a choice, and the places for its files."""
    if one.choices:
        yield from blocks(_which(one), one.chosen, width, 1)
    for slot in one.slots:
        yield _slot(slot, is_alone, width)


def _which(one: Document) -> Question:
    """The choice of what is joined, as a question."""
    return Question(
        name="",
        label=_("Que joignez-vous ?"),
        control="one_of",
        type="choice",
        choices=one.choices,
    )


def _slot(one: FileSlot, is_alone: bool, width: float) -> Block:
    label = "" if is_alone else one.title
    help_ = "" if is_alone else one.help
    told = takes(one)
    data = {
        "label": label,
        "optional": _("(facultatif)") if one.is_optional and not is_alone else "",
        "help": help_,
        "takes": told,
        "files": [
            {"name": file.name, "size": size(file.size), "state": _("Fichier joint")}
            for file in one.files
        ],
        "add": _("Ajouter un fichier") if len(one.files) < one.most else "",
        "day": _day(one),
        "error": one.error,
        AT: () if is_alone else (one.name,),
    }
    high = tall(label, width) + tall(help_, width, 0.88) + tall(told, width - 2, 0.88)
    high += tall(one.error, width) + sum(tall(file.name, width - 12) + 1.4 for file in one.files)
    high += 2.6 * bool(data["add"]) + (4.8 if one.asks_day else 0.0)
    return Block("files", data, high, fields=1 + one.asks_day, depth=1)


def _day(one: FileSlot) -> Data | None:
    """The date written on the document, where it is asked."""
    if not one.asks_day:
        return None
    return {"label": _("Date du document"), "value": one.day}


def _given(one: Given, width: float) -> Block:
    data = {"label": one.title, "state": _("Télécharger"), AT: (one.name,)}
    return Block("given", data, tall(one.title, width - 4) + 1.9, after=0.8)


def buttons(found: Iterable[Button], width: float) -> Iterator[Block]:
    """Bricks one below the other, the others side by side; the first one is the usual way on,
    unless it is done aside."""
    side: list[Button] = []
    at: tuple[str, ...] = ("button",)
    for button in found:
        if not button.text and button.kind not in ("read", "resume"):
            side.append(button)
            continue
        data = {"label": button.label, "text": button.text, AT: at}
        high = tall(button.label, width) + tall(button.text, width - 4, 0.88) + 1.9
        yield Block("brick", data, high, after=0.7)
        at = ()
    if side:
        told = [
            _button(one, at if index == 0 else (), index == 0 and not one.is_aside)
            for index, one in enumerate(side)
        ]
        wide = sum(len(one.label) * 0.58 + 3.4 for one in side)
        yield Block("buttons", {"buttons": told}, 2.4 * (1 + wide // width), before=0.5, after=0.8)


def _button(one: Button, names: tuple[str, ...], is_first: bool) -> Data:
    return {"label": one.label, "first": is_first, AT: (*names, one.target)}
