"""What a dossier does, said again plainly: no machine, no events, only what is known of a person.

Two small procedures (tests/data/runtime) are written here a second time, in Python. Wherever the
runtime and this model differ, one of them misread docs/language.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
REFUSED = "REFUSED"
BLANK = ""

Values = dict[str, Any]
When = Callable[[Values], bool]


class Forbidden(Exception):
    """The wrong moment or person."""


@dataclass(frozen=True)
class Asked:
    """A question: what may be typed, by nickname, and the value it gives (or REFUSED, or BLANK).

    `stands` says whether a value still counts with the answers above and the day.
    """

    typed: Mapping[str, tuple[Any, Any]]
    when: When = lambda _: True
    optional: bool = False
    stands: Callable[[Any, Values], bool] = lambda _value, _values: True
    is_secret: bool = False

    def counts(self, value: Any, values: Values) -> bool:
        """Whether that value may be kept now."""
        is_value = value not in (REFUSED, BLANK)
        return is_value and holds(lambda v: self.stands(value, v), values)


@dataclass(frozen=True)
class Paper:
    """A document: the elements offered (one is enough), and the slots that hold files."""

    when: When = lambda _: True
    optional: bool = False
    among: Callable[[Values], tuple[str, ...]] = lambda _: ()
    slots: Callable[[Values, str], tuple[str, ...]] | None = None
    accept: tuple[str, ...] = ("application/pdf", "image/jpeg", "image/png")
    most: int = 1
    is_dated: bool = False
    is_code: bool = False
    limit: int = 10_000_000


@dataclass(frozen=True)
class Page:
    """A screen; `next` are rules in order, `awaits` an event."""

    id: str
    when: When = lambda _: True
    verify: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    attest: tuple[tuple[str, When], ...] = ()
    collect: tuple[str, ...] = ()
    check: When = lambda _: True
    next: tuple[tuple[When, str], ...] = ()
    submit: bool = False
    awaits: str = ""


@dataclass(frozen=True)
class Form:
    """A procedure."""

    id: str
    asked: Mapping[str, Asked]
    papers: Mapping[str, Paper]
    pages: tuple[Page, ...]
    attestations: frozenset[str]
    opens: str = ""


@dataclass
class Seen:
    """A page on the way: what it asks, and what is lacking."""

    page: Page
    questions: list[str]
    verified: dict[str, str]
    ticks: list[str]
    papers: list[str]
    lacking: set[str]
    values: Values
    is_done: bool = False


@dataclass
class Stay:
    """A state of the examination."""

    state: str
    since: datetime
    gone_off: set[str] = field(default_factory=set)


def day_of(at: datetime) -> date:
    """In Paris."""
    return at.astimezone(PARIS).date()


def midnight(day: date) -> datetime:
    """In Paris."""
    return datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)


def months_after(day: date, months: int) -> date:
    """Calendar months, within the month."""
    count = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(count // 12, count % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError("unreachable")


def at_the_hour_of(at: datetime, day: date) -> datetime:
    """That day, at the same hour in Paris."""
    local = at.astimezone(PARIS)
    return datetime.combine(day, local.time(), PARIS).astimezone(UTC)


def holds(when: When, values: Values) -> bool:
    """A condition that reads what is not answered yet asks for nothing."""
    try:
        return when(values)
    except KeyError:
        return False


@dataclass
class Case:
    """One person's request."""

    form: Form
    known: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    files: dict[str, list[str]] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    chosen: dict[str, str] = field(default_factory=dict)
    pressed: dict[str, dict[str, str]] = field(default_factory=dict)
    came: dict[str, str] = field(default_factory=dict)
    viewing: str = ""
    filed_at: datetime | None = None
    frozen: list[Seen] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    rounds: int = 0
    told: list[str] = field(default_factory=list)
    last_link: datetime | None = None
    issued: list[str] = field(default_factory=list)

    # Where the request stands.

    def way(self, day: date) -> tuple[list[Seen], str, str]:
        """The pages met, the one to complete, the end reached."""
        if self.filed_at:
            return self.frozen, "", ""
        values: Values = {"today": day}
        seen: list[Seen] = []
        ids = [page.id for page in self.form.pages]
        place = 0
        while place < len(ids):
            page = self.form.pages[place]
            place += 1
            if not page.when(values):
                continue
            seen.append(self.look(page, values))
            values = seen[-1].values
            if not seen[-1].is_done:
                return seen, page.id, ""
            to = next((to for when, to in page.next if when(values)), "")
            if to.startswith("end "):
                return seen, "", to.removeprefix("end ")
            place = ids.index(to) if to else place
        return seen, "", ""

    def seen(self, page: str, day: date) -> Seen:
        """That page of a draft, if this person has come to it."""
        if not self.filed_at:
            for one in self.way(day)[0]:
                if one.page.id == page:
                    return one
        raise Forbidden

    def look(self, page: Page, before: Values) -> Seen:
        """A page, with what is known by then."""
        values = dict(before)
        questions, verified, lacking = [], dict[str, str](), set[str]()
        for name in (*page.verify, *page.fields):
            asked = self.form.asked[name]
            if not holds(asked.when, values):
                continue
            if name in page.verify and name in self.known:
                verified[name] = values[name] = self.known[name]
            elif name in page.verify and asked.optional:
                continue
            elif name in self.answers and asked.counts(self.answers[name], values):
                values[name] = self.answers[name]
            elif name in self.answers or not (asked.optional or asked.is_secret):
                lacking.add(name)
            questions.append(name)
        if not lacking and not page.check(values):
            lacking.add("checks.0")
        ticks = [name for name, when in page.attest if holds(when, values)]
        lacking |= set(ticks) - self.ticked
        papers = [n for n in page.collect if holds(self.form.papers[n].when, values)]
        for name in papers:
            lacking |= self.lacking_of(name, self.form.papers[name], values)
        found = Seen(page, questions, verified, ticks, papers, lacking, values)
        found.is_done = not lacking and self.was_pressed(found)
        return found

    def was_pressed(self, seen: Seen) -> bool:
        """An act of filing is never done in a draft; an awaited event presses by itself."""
        page = seen.page
        if page.submit:
            return False
        if page.awaits:
            return bool(self.came.get(page.awaits) == seen.values["courriel"])
        return self.pressed.get(page.id) == seen.verified

    def among(self, name: str, paper: Paper, values: Values, prefix: str = "") -> tuple[Any, str]:
        """The elements offered, and the one chosen by word or by deed."""
        among = paper.among(values)
        said = self.chosen.get(prefix + name, "")
        if said in among:
            return among, said
        used = [one for one in among if self.files.get(prefix + one)]
        return among, used[0] if len(used) == 1 else ""

    def slots(self, name: str, paper: Paper, values: Values, prefix: str = "") -> tuple[str, ...]:
        """Where files are expected now."""
        among, chosen = self.among(name, paper, values, prefix)
        if among:
            return (chosen,) if chosen else ()
        return paper.slots(values, "") if paper.slots else (name,)

    def lacking_of(self, name: str, paper: Paper, values: Values, prefix: str = "") -> set[str]:
        """Of one document."""
        if paper.is_code:
            return set() if name in self.codes else {name}
        among, chosen = self.among(name, paper, values, prefix)
        if among and not chosen:
            return {name}
        slots = self.slots(name, paper, values, prefix)
        if paper.optional and not any(self.files.get(prefix + slot) for slot in slots):
            return set()
        return {s for s in slots if not self.is_whole(prefix + s, paper, values["today"])}

    def is_whole(self, slot: str, paper: Paper, today: date) -> bool:
        """Enough files, not too many, recent enough."""
        if not 1 <= len(self.files.get(slot, ())) <= paper.most:
            return False
        day = self.days.get(slot)
        return not paper.is_dated or (day is not None and months_after(today, -3) <= day <= today)

    # What a person does in a draft. Each says the names refused.

    def answer(
        self, page: str, typed: Mapping[str, str], ticks: Mapping[str, bool], now: datetime
    ) -> set[str]:
        """By nickname."""
        seen = self.seen(page, day_of(now))
        if not set(typed) <= {*seen.page.verify, *seen.page.fields}:
            raise Forbidden
        refused = set()
        for name in (*seen.page.verify, *seen.page.fields):
            seen = self.seen(page, day_of(now))
            if name not in typed or name not in seen.questions:
                continue
            asked = self.form.asked[name]
            if name in seen.verified or asked.is_secret:
                raise Forbidden
            value = asked.typed[typed[name]][1]
            if value == BLANK and asked.optional:
                self.answers.pop(name, None)
            elif not asked.counts(value, seen.values):
                refused.add(name)
            else:
                self.answers[name] = value
        if not set(ticks) <= self.form.attestations:
            raise Forbidden
        for name, is_on in ticks.items():
            if name in self.seen(page, day_of(now)).ticks:
                (self.ticked.add if is_on else self.ticked.discard)(name)
        return refused

    def press(self, page: str, now: datetime) -> set[str]:
        """The button."""
        seen = self.seen(page, day_of(now))
        if seen.page.submit or (seen.page.awaits and not seen.is_done):
            raise Forbidden
        if not seen.lacking:
            self.pressed[page], self.viewing = seen.verified, ""
        return seen.lacking

    def go(self, page: str, now: datetime) -> set[str]:
        """Back."""
        self.viewing = self.seen(page, day_of(now)).page.id
        return set()

    def know(self, known: Mapping[str, str], now: datetime) -> set[str]:
        """At sign-in."""
        if self.filed_at and self.filed_at <= now:
            raise Forbidden
        self.known = dict(known)
        return set()

    def tell(self, event: str, now: datetime) -> set[str]:
        """The link was opened."""
        seen, current, _end = self.way(day_of(now))
        if not current or seen[-1].page.awaits != event:
            raise Forbidden
        if self.last_link and now >= self.last_link + timedelta(hours=24):
            raise Forbidden
        self.came[event] = seen[-1].values["courriel"]
        return set()

    def resend(self, page: str, now: datetime) -> set[str]:
        """Another message."""
        seen = self.seen(page, day_of(now))
        if not seen.page.awaits or seen.is_done:
            raise Forbidden
        self.send_link(now)
        return set()

    def send_link(self, now: datetime) -> None:
        """Only the last one counts."""
        self.last_link = now
        self.told.append("lien")

    def submit(self, page: str, secret: str, now: datetime) -> set[str]:
        """The act of filing."""
        seen, current, _end = self.way(day_of(now))
        if self.filed_at or current != page or not seen[-1].page.submit:
            raise Forbidden
        refused = set(seen[-1].lacking)
        for name in seen[-1].page.fields:
            if self.form.asked[name].typed[secret][1] in (REFUSED, BLANK):
                refused.add(name)
        if refused:
            return refused
        below = self.form.pages[self.form.pages.index(seen[-1].page) + 1 :]
        self.frozen = [*seen, *(Seen(p, [], {}, [], [], set(), {}) for p in below)]
        self.filed_at, self.viewing = now, ""
        if self.form.opens:
            self.stays = [Stay(self.form.opens, now)]
            self.issued.append("recepisse")
            self.told.append("recu")
        return set()

    # Files, dates and codes, in a draft or in answer to a request.

    def expected(self, now: datetime) -> Iterator[tuple[str, str, Paper, Values]]:
        """Documents asked now: prefix, name, paper, values."""
        if not self.filed_at:
            for seen in self.way(day_of(now))[0]:
                for name in seen.papers:
                    yield "", name, self.form.papers[name], seen.values
        elif self.stays and self.stays[-1].state == "incomplet":
            for name, paper in self.requested():
                yield f"pieces/{self.rounds}/", name, paper, self.values_at(now)

    def place(self, slot: str, now: datetime) -> tuple[Paper, str]:
        """The paper that takes files there, and the whole name of the slot."""
        for prefix, name, paper, values in self.expected(now):
            own = paper.slots(values, "") if paper.slots else (name,)
            if slot in (*paper.among(values), *own) and not paper.is_code:
                return paper, prefix + slot
        raise Forbidden

    def attach(self, slot: str, file: tuple[str, int, str], now: datetime) -> set[str]:
        """A media type, a size, a digest."""
        paper, whole = self.place(slot, now)
        media, size, digest = file
        if media not in paper.accept or not 0 < size <= paper.limit:
            return {slot}
        self.files.setdefault(whole, []).append(digest)
        return set()

    def detach(self, slot: str, digest: str, now: datetime) -> set[str]:
        """Each copy of it."""
        _paper, whole = self.place(slot, now)
        if digest not in self.files.get(whole, ()):
            raise Forbidden
        self.files[whole] = [one for one in self.files[whole] if one != digest]
        return set()

    def date(self, slot: str, day: date | None, now: datetime) -> set[str]:
        """The date on it; None is what is no date."""
        paper, whole = self.place(slot, now)
        if not paper.is_dated:
            raise Forbidden
        if day is None:
            return {slot}
        self.days[whole] = day
        return set()

    def code(self, name: str, is_valid: bool, now: datetime) -> set[str]:
        """Instead of files."""
        if not any(n == name and paper.is_code for _p, n, paper, _v in self.expected(now)):
            raise Forbidden
        if is_valid:
            self.codes.add(name)
        return set() if is_valid else {name}

    def choose(self, name: str, element: str, now: datetime) -> set[str]:
        """Which one is joined."""
        for prefix, known, paper, values in self.expected(now):
            own = paper.among(values)
            if known == name and element in own:
                self.chosen[prefix + name] = element
                return set()
        raise Forbidden

    # After filing.

    def values_at(self, now: datetime) -> Values:
        """The frozen answers, and that day."""
        filed = next(s for s in self.frozen if s.page.submit)
        return {**filed.values, "today": day_of(now)}

    def requested(self) -> Iterator[tuple[str, Paper]]:
        """As the last request says; conditions of the documents themselves do not count."""
        for number, name in enumerate(self.answers.get("pieces", ()), 1):
            known = self.form.papers.get(name)
            if known is None:
                yield f"pieces.{number}", Paper(most=5)
            else:
                yield (
                    name,
                    Paper(
                        among=known.among,
                        slots=known.slots,
                        accept=known.accept,
                        most=known.most,
                        is_dated=known.is_dated,
                        limit=known.limit,
                    ),
                )

    def due(self) -> list[tuple[datetime, int, str, str, str]]:
        """Instant, rank, name, state after it, notice."""
        stay = self.stays[-1]
        found = []
        if stay.state == "incomplet":
            last = self.answers["echeance"]
            found = [
                (max(midnight(last - timedelta(days=5)), stay.since), 0, "t0", "", "rappel"),
                (max(midnight(last), stay.since), 1, "t1", "close", "mot"),
                (
                    at_the_hour_of(stay.since, day_of(stay.since) + timedelta(days=40)),
                    2,
                    "t2",
                    "",
                    "rappel",
                ),
            ]
        if stay.state == "instruction":
            found = [(self.silence(), 3, "clock", "tacite", "")]
        return sorted(one for one in found if one[2] not in stay.gone_off)

    def silence(self) -> datetime:
        """Two months after filing, and the days stood still."""
        assert self.filed_at
        stood = sum(
            (day_of(after.since) - day_of(stay.since)).days
            for stay, after in zip(self.stays, self.stays[1:], strict=False)
            if stay.state != "instruction"
        )
        end = at_the_hour_of(self.filed_at, months_after(day_of(self.filed_at), 2))
        moved = at_the_hour_of(end, day_of(end) + timedelta(days=stood))
        return max(moved, self.stays[-1].since)

    def tick(self, now: datetime) -> set[str]:
        """What has come due, each at its own instant."""
        while self.stays and (due := self.due()) and due[0][0] <= now:
            at, _rank, name, to, notice = due[0]
            self.stays[-1].gone_off.add(name)
            if to:
                self.stays.append(Stay(to, at))
            if notice:
                self.told.append(notice)
        return set()

    def may(self, now: datetime) -> dict[str, str]:
        """The actions of the state, and who does them."""
        if not self.stays:
            return {}
        state = self.stays[-1].state
        if state == "incomplet":
            return {"envoyer": "applicant", "retirer": "applicant"}
        if state != "instruction":
            return {}
        accorder = {"accorder"} if self.values_at(now)["revenu"] != 500 else set()
        return dict.fromkeys({"demander", "refuser", "relire", *accorder}, "caseworker") | {
            "retirer": "applicant"
        }

    def act(
        self, action: str, by: str, typed: Mapping[str, str], ticks: bool, now: datetime
    ) -> set[str]:
        """An action of the examination."""
        if self.may(now).get(action) != by:
            raise Forbidden
        fields = {"demander": ("pieces", "echeance"), "refuser": ("motifs",)}.get(action, ())
        if not set(typed) <= set(fields) or (ticks and action != "envoyer"):
            raise Forbidden
        today = {"today": day_of(now)}
        given = {n: self.form.asked[n].typed[typed.get(n, "blank")][1] for n in fields}
        refused = {
            name for name, value in given.items() if not self.form.asked[name].counts(value, today)
        }
        if action == "envoyer":
            refused |= set() if ticks else {"complet"}
            for prefix, name, paper, values in self.expected(now):
                refused |= self.lacking_of(name, paper, values, prefix)
        if refused:
            return refused
        self.answers |= given
        self.rounds += action == "demander"
        self.told += {"demander": ["manque"], "relire": ["mot"]}.get(action, [])
        to = {
            "demander": "incomplet",
            "envoyer": "instruction",
            "accorder": "accordee",
            "refuser": "refusee",
            "retirer": "retiree",
        }.get(action)
        if to:
            self.stays.append(Stay(to, now))
        return set()

    # A command as a whole.

    def do(self, name: str, *given: Any, now: datetime) -> tuple[str, set[str]]:
        """« done », « refused » with names, or « forbidden », which changes nothing.

        What came due by now comes first; arriving where a message is awaited sends it.
        """
        former = deepcopy(self)
        before = self.awaiting(now)
        try:
            self.tick(now)
            refused = getattr(self, name)(*given, now=now) if name != "tick" else set()
        except Forbidden:
            self.__dict__.update(former.__dict__)
            return "forbidden", set()
        after = self.awaiting(now)
        if after and after != before and name != "resend":
            self.send_link(now)
        return ("refused", refused) if refused else ("done", set())

    def awaiting(self, now: datetime) -> str:
        """The address whose owner's answer is awaited."""
        seen, current, _end = self.way(day_of(now))
        return seen[-1].values["courriel"] if current and seen[-1].page.awaits else ""
