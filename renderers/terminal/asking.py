"""Asking one question in a terminal, whatever its kind, until the answer is taken or passed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...engine.fields.field_type import Raw
from ...engine.fields.reading import is_blank
from ...engine.fields.types.list import USUAL_ROWS
from ...engine.page.page import Page, Question
from ...engine.source.wording import _
from . import blocks
from .held import ERASE, held, is_beyond, meant, told, told_parts
from .hints import form_of, how, span
from .voice import Back, Silence, Stop, Voice
from .wrapping import short

Judge = Callable[[Raw], Mapping[str, str]]
"""What is refused of that answer, put in its place: sentences by full name. A good one is kept."""


Beside = Callable[[Mapping[str, Raw]], tuple[Question, ...]]
"""The parts of a group or of a row as they are asked beside what it holds."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks the questions of one page; `drawn` gives the one asked as it is with such an answer."""

    voice: Voice
    page: Page
    drawn: Callable[[Raw], Question] | None = None

    def ask(self, question: Question, path: str, now: Raw, judge: Judge) -> Raw:
        """The answer. `now` is what the question holds, `path` its full name, rows counted.

        Raises Back, Stop, Silence.
        """
        match question.control:
            case "parts":
                return self._group(question, path, now, judge)
            case "rows" | "request":
                return self._rows(question, path, now, judge)
            case "long_text":
                return self._long(question, path, now, judge)
        return self._line(question, path, now, judge)

    def _line(self, question: Question, path: str, now: Raw, judge: Judge) -> Raw:
        self.present(question, path)
        prompt = self._prompt(question, path, now)
        while True:
            line = self.voice.ask(prompt, self.help(question))
            if is_beyond(question, line):
                last = len(question.choices)
                self.voice.tell(_("Tapez un numéro : {numbers}.").format(numbers=span(last)))
                continue
            raw = self._read(question, line, now)
            refused = of(judge(raw), path)
            if not refused:
                return raw
            self.voice.tell(refused)

    def _read(self, question: Question, line: str, now: Raw) -> Raw:
        if not line:
            return now
        if line == ERASE and question.is_optional:
            return ""
        return meant(question, line)

    def present(self, question: Question, path: str) -> None:
        """The question above its prompt; a short one in a group is all in its prompt."""
        if not self._is_short(question, path):
            self.voice.say(blocks.question(question, self.page, self.voice.paper))

    def _is_short(self, question: Question, path: str) -> bool:
        is_bare = not (question.hint or question.example or question.error)
        is_listed = 0 < len(question.choices) <= blocks.MANY and question.control != "yes_no"
        return "." in path and is_bare and not is_listed

    def _prompt(self, question: Question, path: str, now: Raw) -> str:
        label = question.label if self._is_short(question, path) else _("Votre réponse")
        shown = short(self._held(question, now))
        marks = [form_of(question)]
        if question.is_optional and not shown:
            marks.append(_("Entrée pour passer"))
        elif question.is_optional:
            marks.append(_("Entrée pour garder, - pour effacer"))
        inside = ", ".join(filter(None, marks))
        return " ".join(
            filter(None, (label, f"({inside})" if inside else "", f"[{shown}]" if shown else ""))
        )

    def _held(self, question: Question, now: Raw) -> str:
        """As the person reads it, where that is also how they would write it."""
        is_same = question.shown and now == question.raw and question.control in ("text", "number")
        return question.shown if is_same else held(question, now)

    def help(self, question: Question) -> str:
        """All that is known of the question, and how to type the answer."""
        example = _("Exemple : {example}").format(example=question.example)
        pieces = (
            question.hint,
            question.more,
            example if question.example else "",
            how(question),
        )
        return "\n\n".join(filter(None, pieces))

    def _long(self, question: Question, path: str, now: Raw, judge: Judge) -> Raw:
        self.voice.say(blocks.question(question, self.page, self.voice.paper))
        if not is_blank(now) and isinstance(now, str):
            self.voice.say(self.voice.paper.lines(now, "  ", "  "))
        prompt = self._prompt(question, "", "" if is_blank(now) else now)
        while True:
            lines, is_over = self._lines(prompt, question)
            raw = "\n".join(lines) if len(lines) > 1 else self._read(question, "".join(lines), now)
            refused = of(judge(raw), path)
            if is_over:
                raise Silence
            if not refused:
                return raw
            self.voice.tell(refused)

    def _lines(self, prompt: str, question: Question) -> tuple[list[str], bool]:
        """Until an empty line; whether nothing more will be typed at all."""
        lines = [self.voice.ask(prompt, self.help(question))]
        while lines[-1] and lines != [ERASE]:
            try:
                lines.append(self.voice.ask(_("Suite, ou Entrée pour finir")))
            except Silence:
                return lines, True
        return lines[:-1] if len(lines) > 1 else lines, False

    def _group(self, question: Question, path: str, now: Raw, judge: Judge) -> Raw:
        self.voice.say(blocks.question(question, self.page, self.voice.paper))
        if self._passed(question, now):
            raw: Raw = now if not is_blank(now) else ""
            refused = judge(raw)
            if not refused:
                return raw
        value = dict(now) if isinstance(now, Mapping) else {}
        drawn = self.drawn if path == question.name else None
        beside: Beside = (lambda held: drawn(held).parts) if drawn else lambda _held: question.parts
        self._whole(beside, path, value, judge)
        return value

    def _passed(self, question: Question, now: Raw) -> bool:
        """Whether what is there, or nothing where nothing is needed, is left as it is."""
        if not is_blank(now):
            self.voice.tell(self._answer(question, now))
            return not self.voice.agrees(_("Faut-il la changer ?"), usual=False)
        if question.is_optional:
            return not self.voice.agrees(_("Voulez-vous répondre ?"), usual=False)
        return False

    def _answer(self, question: Question, now: Raw) -> str:
        """What was answered, or what is only proposed."""
        if question.shown:
            return _("Votre réponse : {answer}").format(answer=question.shown)
        return _("Réponse proposée : {answer}").format(answer=told(question, now))

    def _whole(self, beside: Beside, path: str, value: dict[str, Raw], judge: Judge) -> None:
        """Every part, then again those refused once all are there."""
        refused: Mapping[str, str] = {}
        while True:
            faulty = {p.local for p in beside(value) if of(refused, f"{path}.{p.local}")}
            self._parts(beside, faulty, path, value, judge)
            refused = judge(dict(value))
            for sentence in dict.fromkeys(refused.values()):
                self.voice.tell(sentence)
            if not refused:
                return

    def _parts(
        self, beside: Beside, only: set[str], path: str, value: dict[str, Raw], judge: Judge
    ) -> None:
        """One after the other, or only some; back from the first one leaves the whole question."""
        done: list[str] = []
        while part := _next(beside(value), only, done, value):
            name = part.local

            def in_place(raw: Raw, name: str = name) -> Mapping[str, str]:
                return judge({**value, name: raw})

            try:
                value[name] = self.ask(part, f"{path}.{name}", value.get(name, ""), in_place)
                done.append(name)
            except Back:
                if not done:
                    raise
                done.pop()
            except (Stop, Silence):
                self._say_incomplete()
                raise

    def _say_incomplete(self) -> None:
        self.voice.tell(_("Cette question n’est pas finie : elle vous sera posée de nouveau."))

    def _rows(self, question: Question, path: str, now: Raw, judge: Judge) -> Raw:
        self.voice.say(blocks.question(question, self.page, self.voice.paper))
        rows: list[Raw] = list(now) if not isinstance(now, str | Mapping) else []
        least, most = question.limits.get("min", 1), question.limits.get("max", USUAL_ROWS)
        is_first = not rows and least > 0 and not question.is_optional
        while True:
            if is_first:
                self._row(question, path, rows, len(rows), judge)
                is_first = False
            choice = self._row_choice(question, rows, most)
            if choice == 0:
                refused = judge(list(rows))
                if not refused:
                    return list(rows)
                for sentence in dict.fromkeys(refused.values()):
                    self.voice.tell(sentence)
            elif choice < 0:
                del rows[-choice - 1]
            else:
                self._row(question, path, rows, choice - 1, judge)

    def _row_choice(self, question: Question, rows: list[Raw], most: int) -> int:
        """The row to write (the next one adds), minus the row to remove, or 0 when all is said."""
        for number, row in enumerate(rows, 1):
            parts = self._columns(question, rows, number)
            said = self.voice.paper.lines(told_parts(parts, row), f"{number}. ", "   ")
            self.voice.write(f"{said}\n")
        adding = _("Faut-il en ajouter ? (oui ou non) [non]")
        prompt = adding if rows else _("Voulez-vous répondre ? (oui ou non) [non]")
        while True:
            line = self.voice.ask(prompt, how(question)).casefold()
            typed = line.removeprefix("-").strip()
            if line in ("", "non", "n"):
                return 0
            if line in ("oui", "o", "+") and len(rows) < most:
                return len(rows) + 1
            if line in ("oui", "o", "+"):
                self.voice.tell(_("Il n’est pas possible d’en ajouter d’autres."))
            elif typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(rows):
                return -int(typed[:4]) if line.startswith("-") else int(typed[:4])
            else:
                self.voice.tell(_("Répondez par oui ou par non, ou tapez un numéro pour modifier."))

    def _columns(
        self, question: Question, rows: Sequence[Raw], number: int
    ) -> tuple[Question, ...]:
        """The parts asked in that row."""
        drawn = self.drawn(rows).rows if self.drawn and question.rows else ()
        return drawn[number - 1] if drawn else question.parts

    def _row(
        self, question: Question, path: str, rows: list[Raw], place: int, judge: Judge
    ) -> None:
        """A row added or written again; back from its first part leaves the list as it was."""
        before = rows[place] if place < len(rows) else {}
        value = dict(before) if isinstance(before, Mapping) else {}
        number = place + 1
        self.voice.say(self.voice.paper.heading(f"{question.label} – {number}"))

        def beside(held: Mapping[str, Raw]) -> tuple[Question, ...]:
            return self._columns(question, [*rows[:place], held, *rows[number:]], number)

        def in_place(raw: Raw) -> Mapping[str, str]:
            below = f"{path}.{number}."
            found = judge([*rows[:place], raw, *rows[number:]])
            return {one: said for one, said in found.items() if f"{one}.".startswith(below)}

        try:
            self._whole(beside, f"{path}.{number}", value, in_place)
        except Back:
            if not rows:
                raise
            return
        rows[place:number] = [value]


def _next(
    parts: Iterable[Question],
    only: Collection[str],
    done: Collection[str],
    value: Mapping[str, Raw],
) -> Question | None:
    """The first part not gone through of those asked, or of some of them."""
    for part in parts:
        name = part.local
        is_wanted = name in only or not only
        if part.is_asked and is_wanted and name not in done and _is_needed(part, value):
            return part
    return None


def _is_needed(part: Question, value: Mapping[str, Raw]) -> bool:
    """The title of another document is only asked where none of the list was chosen."""
    is_title = part.name.endswith(".title") and "document" in value
    return not (is_title and value["document"])


def of(refused: Mapping[str, str], path: str) -> str:
    """What is refused of that question, or of its parts."""
    below = (said for name, said in refused.items() if name.startswith(f"{path}."))
    return refused.get(path, "") or next(below, "")
