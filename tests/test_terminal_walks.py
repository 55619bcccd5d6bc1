"""The terminal lives every shipped scenario, line by line, as somebody who types it would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from parcours.engine.analysis.scenario import Scenario
from parcours.renderers.terminal.desk import Desk
from parcours.renderers.terminal.guest import Guest
from parcours.renderers.terminal.voice import Silence, Voice
from parcours.renderers.terminal.walking import walk
from parcours.tests.terminal_lines import Typist, checked, guest, runtime, scenario, scenarios


def voice(lines: Iterable[str], said: list[str]) -> Voice:
    """Somebody who types these lines, then nothing more."""
    waiting: Iterator[str] = iter(lines)

    def hear(prompt: str, _hidden: bool) -> str:
        said.append(prompt)
        try:
            line = next(waiting)
        except StopIteration:
            raise Silence from None
        said.append(f"{line}\n")
        return line

    return Voice(said.append, hear)


def happy() -> list[str]:
    """Scenarios in which nothing is refused, and whose link is opened the same day."""
    found = []
    for path in scenarios():
        told = scenario(path)
        days = [one.on and one.on.value for one in told.events]
        if not told.expect.refused and all(day in (None, told.day) for day in days):
            found.append(path)
    return found


@pytest.mark.parametrize("path", happy())
def test_a_scenario_is_lived_in_the_terminal(path: str, tmp_path: Path) -> None:
    told = scenario(path)
    assert told.procedure
    typist = Typist(told, tmp_path)
    lines, said = typist.run(), list[str]()
    procedure = checked(told.procedure.name).procedure
    office = runtime(told.day, procedure.id)
    account = typist.account if procedure.requires else {}
    name = office.start(procedure.id, account=account, known=typist.known)
    desk = Desk(office, name, voice(lines, said))
    with suppress(Silence):
        opened = walk(desk, Guest(typist.account, guest(told).registry))
        assert opened == (told.expect.opens.name if told.expect.opens else "")
    found, expected = office.dossier(name)[1], typist.runtime.dossier(typist.dossier)[1]
    assert replace(found, length=0) == replace(expected, length=0), "".join(said)
    assert tuple(typist.screens) == screens_before_filing(told)


def screens_before_filing(told: Scenario) -> tuple[str, ...]:
    """Those expected, without what stands below the act of filing."""
    assert told.procedure
    found = []
    placed = {s.id: s for p in checked(told.procedure.name).procedure.steps for s in p.screens}
    for ref in told.expect.screens or ():
        found.append(ref.name)
        if placed[ref.name].submit:
            break
    return tuple(found)
