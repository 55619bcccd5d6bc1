"""The story: steps, screens, ends, and what happens after filing."""

from __future__ import annotations

from collections.abc import Mapping as Screens
from dataclasses import replace

from ..source.tree import Entry, Mapping, Node
from .definitions import (
    Action,
    Await,
    Check,
    Clock,
    End,
    Examination,
    Note,
    Open,
    Ref,
    Screen,
    State,
    Step,
    Submit,
    Timer,
    Way,
)
from .reading import (
    by_id,
    chosen,
    condition,
    duration,
    entries,
    flag,
    items,
    key_spans,
    mapping,
    prose_of,
    raw,
    ref,
    refs,
    said,
    text,
    texts,
)


def read_flow(
    section: Node | None, shared: Screens[str, Screen]
) -> tuple[tuple[Step, ...], tuple[Ref, ...]]:
    """Steps in order, a screen outside any being one without id; and shared screens not found."""
    steps: list[Step] = []
    missing: list[Ref] = []
    for item in items(section):
        body = mapping(item)
        if body is None:
            continue
        named = ref(body.get("step"))
        if named:
            screens = tuple(_screens(items(body.get("screens")), shared, missing))
            steps.append(
                Step(
                    named.name,
                    named.span,
                    text(body, "title"),
                    screens,
                    condition(body.get("when")),
                )
            )
        else:
            alone = _screens((body,), shared, missing)
            steps.extend(Step("", screen.span, "", (screen,)) for screen in alone)
    return tuple(steps), tuple(missing)


def _screens(
    nodes: tuple[Node, ...], shared: Screens[str, Screen], missing: list[Ref]
) -> list[Screen]:
    found = []
    for node in nodes:
        body = mapping(node)
        named = ref(body.get("screen")) if body else None
        if body is None or named is None:
            continue
        if len(body.entries) > 1:
            found.append(read_screen(named, body))
        elif named.name in shared:
            found.append(replace(shared[named.name], span=named.span))
        else:
            missing.append(named)
            found.append(Screen(named.name, named.span))
    return found


def read_shared_screens(section: Node | None) -> dict[str, Screen]:
    """The section `screens:`."""
    return {
        entry.key.text: read_screen(Ref(entry.key.text, entry.key.span), body)
        for entry, body in entries(section)
    }


def read_screen(named: Ref, body: Mapping) -> Screen:
    """One screen."""
    return Screen(
        id=named.name,
        span=named.span,
        title=prose_of(body, "title"),
        when=condition(body.get("when")),
        text=said(body.get("text")),
        announce=raw(body, "announce") == "documents",
        verify=refs(body.get("verify")),
        fields=refs(body.get("fields")),
        attest=chosen(body.get("attest")),
        collect=chosen(body.get("collect")),
        review=chosen(body.get("review")),
        deliver=refs(body.get("deliver")),
        button=text(body, "button"),
        submit=_submit(body),
        next=tuple(_ways(body)),
        checks=tuple(_checks(body)),
        warnings=said(body.get("warnings")),
        notes=tuple(_notes(body)),
        await_=_await(body),
        requires=ref(body.get("requires")),
        law=texts(body, "law"),
        spans=key_spans(body),
    )


def _submit(body: Mapping) -> Submit | None:
    entry, submit = body.entry("submit"), mapping(body.get("submit"))
    if entry is None or submit is None:
        return None
    return Submit(
        entry.key.span,
        text(submit, "title"),
        refs(submit.get("notice")),
        refs(submit.get("deliver")),
        ref(submit.get("outcome")),
    )


def _ways(body: Mapping) -> list[Way]:
    found = []
    for item in items(body.get("next")):
        way = mapping(item)
        to = ref(way.get("to")) if way else None
        if way and to:
            found.append(Way(condition(way.get("when")), to))
    return found


def _checks(body: Mapping) -> list[Check]:
    found = []
    for item in items(body.get("checks")):
        check = mapping(item)
        that = condition(check.get("that")) if check else None
        otherwise = prose_of(check, "else") if check else None
        if that and otherwise:
            found.append(Check(that, otherwise))
    return found


def _notes(body: Mapping) -> list[Note]:
    found = []
    for item in items(body.get("notes")):
        note = mapping(item)
        said_there = prose_of(note, "text") if note else None
        if note and said_there:
            found.append(Note(ref(note.get("at")), said_there, condition(note.get("when"))))
    return found


def _await(body: Mapping) -> Await | None:
    entry, awaited = body.entry("await"), mapping(body.get("await"))
    if entry is None or awaited is None:
        return None
    return Await(
        raw(awaited, "event"),
        entry.key.span,
        ref(awaited.get("notice")),
        duration(awaited.get("expires")),
    )


def read_end(entry: Entry, body: Mapping) -> End:
    """Where a path stops."""
    opened = mapping(body.get("open"))
    target = ref(opened.get("procedure")) if opened else None
    return End(
        entry.key.text,
        entry.key.span,
        text(body, "title"),
        said(body.get("text")),
        text(body, "button"),
        Open(target, refs(opened.get("give"))) if opened and target else None,
        texts(body, "law"),
    )


def read_examination(entry: Entry | None) -> Examination | None:
    """What happens after filing."""
    body = mapping(entry.value) if entry else None
    if entry is None or body is None:
        return None
    return Examination(
        entry.key.span,
        ref(body.get("opens")),
        tuple(by_id(_state, body.get("states")).values()),
        tuple(by_id(_action, body.get("actions")).values()),
        tuple(by_id(_clock, body.get("clocks")).values()),
    )


def _state(entry: Entry, body: Mapping) -> State:
    return State(
        entry.key.text,
        entry.key.span,
        text(body, "title"),
        said(body.get("text")),
        flag(body, "final"),
        tuple(by_id(_action, body.get("actions")).values()),
        tuple(_timers(body)),
    )


def _timers(body: Mapping) -> list[Timer]:
    found = []
    for item in items(body.get("timers")):
        timer = mapping(item)
        if timer:
            found.append(
                Timer(
                    timer.span,
                    duration(timer.get("after")),
                    condition(timer.get("at")),
                    ref(timer.get("to")),
                    refs(timer.get("notice")),
                )
            )
    return found


def _action(entry: Entry, body: Mapping) -> Action:
    return Action(
        id=entry.key.text,
        span=entry.key.span,
        title=text(body, "title"),
        by=raw(body, "by"),
        text=said(body.get("text")),
        fields=refs(body.get("fields")),
        attest=chosen(body.get("attest")),
        collect=chosen(body.get("collect")),
        when=condition(body.get("when")),
        to=ref(body.get("to")),
        notices=refs(body.get("notice")),
        deliver=refs(body.get("deliver")),
        states=refs(body.get("in")),
        law=texts(body, "law"),
    )


def _clock(entry: Entry, body: Mapping) -> Clock:
    return Clock(
        id=entry.key.text,
        span=entry.key.span,
        title=text(body, "title"),
        delay=duration(body.get("delay")),
        starts=raw(body, "starts"),
        runs_in=refs(body.get("runs_in")),
        to=ref(body.get("to")),
        notices=refs(body.get("notice")),
        law=texts(body, "law"),
        assumed=text(body, "assumed"),
    )
