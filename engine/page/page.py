"""What a page holds. Every text is French and ready to be shown; everything turns into JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ..expr.json import Json as ConditionJson
from ..fields.field_type import Raw


@dataclass(frozen=True, slots=True)
class Progress:
    """« Étape 2 sur 5 », and « 1/3 » inside it (0 where there is no such number)."""

    step: str
    number: int
    total: int
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer offered."""

    id: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked.

    `control` is a Control's name, `raw` what the control holds, `parts` those of a group or the
    columns of a list. `is_asked` is false where its condition does not hold: then only a renderer
    that can show and hide draws it, by `when`, which reads nothing but what the page asks (an empty
    « and » always holds, an empty « or » never); a column's reads its row as `item.`. `rows` are
    the columns as they are asked in each row that the control holds, then in a row yet to be
    written; none where no column has a condition. `raw` also holds what is dormant: a form that
    gives it back with the rest of a row keeps it. `shown` is the answer, or what is known, as
    people read it; the parts of a group or the columns of a list have none of their own.
    """

    name: str
    label: str
    control: str
    type: str
    raw: Raw = ""
    hint: str = ""
    more: str = ""
    example: str = ""
    is_optional: bool = False
    is_asked: bool = True
    is_verified: bool = False
    shown: str = ""
    error: str = ""
    choices: tuple[Choice, ...] = ()
    parts: tuple[Question, ...] = ()
    rows: tuple[tuple[Question, ...], ...] = ()
    autocomplete: str = ""
    limits: dict[str, Any] = field(default_factory=dict)
    when: ConditionJson | None = None

    def __hash__(self) -> int:
        """What is equal has the same name; its mappings have no hash."""
        return hash((self.name, self.label))

    @property
    def local(self) -> str:
        """The last part of its name: what it is called in its group or row."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Tick:
    """A sentence to tick."""

    name: str
    text: str
    title: str = ""
    is_ticked: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class JoinedFile:
    """A file already there."""

    name: str
    digest: str
    size: int
    media: str


@dataclass(frozen=True, slots=True)
class FileSlot:
    """One place for files; `day` is the date written on the document, where it is asked.

    `error` also says what is wrong with what is already there: too many files, a document too old.
    """

    name: str
    title: str
    help: str
    files: tuple[JoinedFile, ...]
    accept: tuple[str, ...]
    max_size: int
    least: int
    most: int
    asks_day: bool = False
    day: str = ""
    is_optional: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document asked: a code, or slots; `choices` among which the person says what they join."""

    name: str
    title: str
    help: str
    is_optional: bool
    is_complete: bool
    slots: tuple[FileSlot, ...] = ()
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    code: Question | None = None
    error: str = ""
    others: tuple[tuple[str, tuple[FileSlot, ...]], ...] = ()
    """The slots that each choice but `chosen` would ask for, by its id: only a renderer that can
    show and hide draws them."""

    @property
    def every_slot(self) -> tuple[FileSlot, ...]:
        """Those of all choices."""
        return (*self.slots, *(slot for _choice, slots in self.others for slot in slots))


@dataclass(frozen=True, slots=True)
class Announced:
    """A document to prepare: for certain, if the condition's sentence comes true, or later."""

    name: str
    title: str
    help: str
    condition: str = ""
    later: str = ""
    is_optional: bool = False
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what was answered.

    `parts` is what a group, or a row, was answered: `label` tells whose they all are, and `shown`
    tells them too, one below the other.
    """

    label: str
    shown: str
    parts: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One screen met, as the review shows it; « Modifier » goes to it."""

    screen: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """What may be done, with its target.

    press, submit or resend: of a screen. go: to a screen below the act of filing. act: an action of
    the examination. open: another procedure. resume: a request, read: a message of the account.
    sign_in, home, account and forgotten: no target. `text` says more about it. `is_aside` is true
    of what nobody is expected to do: it is offered, and never drawn as the usual way on.
    """

    kind: str
    target: str
    label: str
    text: str = ""
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A document issued, to be downloaded."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Note:
    """A callout of the guide."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `kind` is screen, end, status (a filed request) or action; home, sign_in, account
    and message are the portal's own, of no procedure."""

    kind: str
    id: str
    procedure: str
    procedure_title: str
    title: str
    progress: Progress | None = None
    text: str = ""
    facts: tuple[Line, ...] = ()
    """Of a filed request: its number and its day."""
    messages: tuple[str, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    announced: tuple[Announced, ...] | None = None
    today: str = ""
    """The day that conditions go by, where something is asked: AAAA-MM-JJ."""
    questions: tuple[Question, ...] = ()
    ticks: tuple[Tick, ...] = ()
    documents: tuple[Document, ...] = ()
    review: tuple[Section, ...] = ()
    given: tuple[Given, ...] = ()
    notes: tuple[Note, ...] = ()
    buttons: tuple[Button, ...] = ()
    back: str = ""
    """The screen before this one; none before an action, which one goes back from to the request.
    """
    appeared: tuple[str, ...] = ()
    """What is asked now that was not when the person sent this page: no fault of theirs yet."""
    focus: str = ""
    """The row of a list that was just added, or that took the place of one withdrawn."""

    def as_json(self) -> dict[str, Any]:
        """Plain data: objects, lists, texts, numbers, truths."""
        return asdict(self)
