"""What a person types in the terminal to live a scenario, worked out apart from the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from itertools import count
from pathlib import Path
from typing import NoReturn

from parcours.engine.analysis.diagnose import check
from parcours.engine.analysis.scenario import Joined, Scenario, read_scenario
from parcours.engine.analysis.scenario_answers import raw_of, whole
from parcours.engine.dossier import commands as do
from parcours.engine.dossier.time import PARIS
from parcours.engine.fields.field_type import Raw
from parcours.engine.fields.reading import is_blank
from parcours.engine.model.checked import Checked
from parcours.engine.page.page import Choice, Document, FileSlot, Page, Question
from parcours.engine.runtime import Runtime, Sources
from parcours.engine.source.files import Folder
from parcours.engine.source.parse import parse
from parcours.engine.source.text import Source
from parcours.engine.source.tree import Mapping as Tree
from parcours.engine.store.open import open_store
from parcours.renderers.terminal.guest import Guest
from parcours.renderers.terminal.run import SERVICE

PROCEDURES = Path(__file__).resolve().parent.parent / "procedures"
STARTS = {"pdf": b"%PDF-1.4\n", "jpg": b"\xff\xd8\xff\xe0", "png": b"\x89PNG\r\n\x1a\n"}
MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
MANY = 20


@cache
def checked(procedure: str) -> Checked:
    """A shipped procedure."""
    found, report = check(Folder(PROCEDURES), f"{procedure}.yaml")
    assert found is not None, report.diagnostics
    return found


@cache
def scenario(path: str) -> Scenario:
    """A shipped scenario, by its path below `scenarios`."""
    read = Folder(PROCEDURES / "scenarios").read(path)
    assert isinstance(read, Source)
    tree, _found = parse(read)
    assert isinstance(tree, Tree)
    return read_scenario(path, tree)


def scenarios() -> list[str]:
    """All of them."""
    home = PROCEDURES / "scenarios"
    return sorted(path.relative_to(home).as_posix() for path in home.glob("*/*.yaml"))


def sources(day: date) -> Sources:
    """That day at ten, numbers that follow each other."""
    numbers = count(1)

    def number() -> str:
        return f"9201202601151000{next(numbers):03}"

    return Sources(
        lambda: datetime.combine(day, time(10), PARIS),
        number,
        number,
        lambda _name: "https://demonstration.invalid/lien",
    )


def runtime(day: date, *procedures: str) -> Runtime:
    """Shipped procedures in memory."""
    known = [checked(procedure) for procedure in procedures]
    return Runtime(known, open_store("memory:"), sources(day), SERVICE)


def guest(told: Scenario) -> Guest:
    """The person of a scenario."""
    account = told.account
    email = account.email.name if account and account.email else "personne@exemple.fr"
    number = account.number.name if account and account.number else "9900000000"
    registry = {one.name.name: raw_of(one.node) for one in whole(told.registry)}
    return Guest({} if told.is_anonymous else {"number": number, "email": email}, registry)


class Unanswered(Exception):
    """The scenario stops before the end."""


@dataclass
class Typist:
    """Goes through the pages of its own dossier, and notes what is typed at each prompt."""

    told: Scenario
    files: Path
    lines: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        assert self.told.procedure
        self.answers = {one.name.name: raw_of(one.node) for one in whole(self.told.answers)}
        self.joined = {one.document.name: one for one in self.told.files}
        self.runtime = runtime(self.told.day, self.told.procedure.name)
        procedure = checked(self.told.procedure.name).procedure
        who = guest(self.told)
        self.account = who.account or {"number": "7503120521", "email": "nom@exemple.fr"}
        given = dict(self.account) if procedure.requires else {}
        self.known = who.known(procedure, self.told.day)
        self.dossier = self.runtime.start(procedure.id, account=given, known=self.known)

    def run(self) -> list[str]:
        """The lines, up to the filing, the end, or what the scenario does not answer."""
        with suppress(Unanswered):
            return self.all()
        return self.lines

    def all(self) -> list[str]:
        for _again in range(100):
            page = self.runtime.page(self.dossier)
            if page.kind != "screen" or self.runtime.dossier(self.dossier)[1].filed:
                self.lines += ["oui"] if self.told.expect.opens else []
                return self.lines
            self.screens += [page.id] if page.id not in self.screens else []
            self.screen(page)
        raise AssertionError("this walk has no end")

    def do(self, command: do.Command) -> None:
        refused = self.runtime.handle(self.dossier, command).refused
        assert not refused, (command, refused)

    def page(self, screen: str) -> Page:
        return self.runtime.page(self.dossier, screen)

    def screen(self, page: Page) -> None:
        screen, done = page.id, set[str]()
        secrets: dict[str, Raw] = {}
        while question := next(
            (
                one
                for one in self.page(screen).questions
                if one.is_asked and not one.is_verified and one.name not in done
            ),
            None,
        ):
            done.add(question.name)
            raw = self.answers.get(question.name, "")
            if question.control == "secret":
                self.lines += [str(raw)] if raw else _stop()
                secrets[question.name] = raw
                continue
            if is_blank(raw) and is_blank(question.raw) and not question.is_optional:
                _stop()
            self.lines += answer_lines(question, raw)
            kept = question.raw if is_blank(raw) else raw
            self.do(do.Answer(screen, {question.name: kept}))
        for tick in page.ticks:
            done.add(tick.name)
            self.lines.append("oui")
            self.do(do.Answer(screen, {}, {tick.name: True}))
        for document in self.page(screen).documents:
            done.add(document.name)
            self.document(document, screen)
        self.button(self.page(screen), secrets, bool(done))

    def button(self, page: Page, secrets: Mapping[str, Raw], has_asked: bool) -> None:
        match page.buttons[0].kind:
            case "sign_in":
                self.do(do.Know(self.known, self.account))
            case "resend":
                self.lines += [""] if self.told.events else _stop()
                self.do(do.Tell(self.told.events[0].name.name))
            case "submit":
                self.lines.append("oui")
                self.do(do.Submit(page.id, secrets))
            case _press:
                if page.review or not has_asked:
                    self.lines.append("")
                self.do(do.Press(page.id))

    def document(self, document: Document, screen: str) -> None:
        if document.code:
            given = self.joined.get(document.name)
            code = given.files[0].name if given else ""
            self.lines += [code] if code or document.is_optional else _stop()
            if code:
                self.do(do.Code(document.name, code))
            return
        if document.choices:
            chosen = next((c.id for c in document.choices if self.is_joined(c.id)), "")
            if not chosen and not document.is_optional:
                _stop()
            self.lines.append(_number(document.choices, chosen) if chosen else "")
            if not chosen:
                return
            self.do(do.Choose(document.name, chosen))
        found = next(one for one in self.page(screen).documents if one.name == document.name)
        for slot in found.slots:
            self.slot(slot, slot.is_optional or document.is_optional)

    def is_joined(self, name: str) -> bool:
        below = (one for one in self.joined if one.startswith(f"{name}."))
        return self.given(name) is not None or any(below)

    def given(self, name: str) -> Joined | None:
        """Scenarios name an element by its document and itself, whatever stands between."""
        whole_name, _dot, rest = name.partition(".")
        short = f"{whole_name}.{rest.rpartition('.')[2]}" if rest else whole_name
        return self.joined.get(name) or self.joined.get(short)

    def slot(self, slot: FileSlot, may_pass: bool) -> None:
        given = self.given(slot.name)
        for ref in given.files if given else ():
            path = self.file(ref.name)
            self.lines.append(str(path))
            media = MEDIA[path.suffix[1:]]
            self.runtime.attach(
                self.dossier, slot.name, path.name, media, path.read_bytes(), slot.max_size
            )
        if given is None and not may_pass:
            _stop()
        if given is None or slot.most > 1:
            self.lines.append("")
        if given and slot.asks_day:
            assert given.dated
            self.lines.append(given.dated.text)
            self.do(do.Date(slot.name, given.dated.text))

    def file(self, name: str) -> Path:
        """A file of that name, unlike any other."""
        path = self.files / name
        path.write_bytes(STARTS[path.suffix[1:]] + name.encode())
        return path


def _stop() -> NoReturn:
    raise Unanswered


def answer_lines(question: Question, raw: Raw) -> Iterator[str]:
    """The lines typed at the prompts of one question."""
    match question.control:
        case "parts" if is_blank(raw):
            yield ""
        case "parts":
            assert isinstance(raw, Mapping)
            if question.is_optional or not is_blank(question.raw):
                yield "oui"
            yield from _part_lines(question, raw)
        case "rows" | "request":
            rows = [] if isinstance(raw, str | Mapping) else raw
            for number, row in enumerate(rows):
                assert isinstance(row, Mapping)
                if number or question.is_optional:
                    yield "oui"
                yield from _part_lines(question, row)
            yield "non"
        case "one_of":
            named = isinstance(raw, str) and len(question.choices) <= MANY
            yield _number(question.choices, raw) if named else str(raw)
        case "some_of":
            chosen = [raw] if isinstance(raw, str) else list(raw)
            yield ", ".join(_number(question.choices, one) for one in chosen)
        case "long_text" if not is_blank(raw):
            yield from str(raw).splitlines()
            yield ""
        case _:
            yield str(raw)


def _part_lines(question: Question, raw: Mapping[str, Raw]) -> Iterator[str]:
    for part in question.parts:
        name = part.name.rpartition(".")[2]
        if name == "title" and raw.get("document"):
            continue
        yield from answer_lines(part, raw.get(name, ""))


def _number(choices: tuple[Choice, ...], raw: Raw) -> str:
    ids = [choice.id for choice in choices]
    return str(ids.index(raw) + 1) if raw in ids else str(raw)
