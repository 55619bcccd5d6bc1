"""Where what was said, sent or sealed parts from what the scenario expects of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from ..analysis.scenario import Given, Sayings
from ..analysis.scenario_answers import raw_of
from ..analysis.speaking import line, plain
from ..dossier.effects import Issue, Send
from ..fields.field_type import Raw
from ..model.definitions import Ref
from ..source.wording import _, listed, quoted
from .difference import Difference
from .run import Run

LONGEST = 300
"""Characters told of what was said instead."""


def heard(run: Run) -> Iterator[Difference]:
    """Words said and not said, then whom notices went to, then values of seals."""
    expect = run.scenario.expect
    yield from _said(run, expect.said)
    yield from _unsaid(run, expect.unsaid)
    yield from _sent_to(run, expect.sent_to)
    for deliverable, values in expect.sealed:
        for given in values:
            yield from _sealed(run, deliverable, given)


def _said(run: Run, wanted: Sayings) -> Iterator[Difference]:
    for name, words in wanted:
        texts = _texts(run, name)
        if not any(plain(words.name) in text for text in texts):
            happened = quoted(_short(" / ".join(texts))) if texts else _("rien")
            sentence = _("« {name} » devait dire {expected} à cette personne ; dit : {happened}.")
            expected = quoted(words.name)
            message = sentence.format(name=name.name, expected=expected, happened=happened)
            yield Difference("said", words.span, message, expected, happened)


def _unsaid(run: Run, unwanted: Sayings) -> Iterator[Difference]:
    for name, words in unwanted:
        if any(plain(words.name) in text for text in _texts(run, name)):
            sentence = _("« {name} » dit {found} à cette personne, et ne devait pas le dire.")
            found = quoted(words.name)
            message = sentence.format(name=name.name, found=found)
            yield Difference("unsaid", words.span, message, _("rien"), found)


def _texts(run: Run, name: Ref) -> list[str]:
    """Each once: most mails say what is read in the account."""
    return list(dict.fromkeys(plain(one.text) for one in run.said if one.name == name.name))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def _sent_to(run: Run, wanted: Sayings) -> Iterator[Difference]:
    """Everybody who got that notice, each told once."""
    for notice, pairs in groupby(wanted, key=lambda pair: pair[0]):
        expected = [to for _notice, to in pairs]
        sent = (e for e in run.effects if isinstance(e, Send) and e.notice == notice.name)
        found = list(dict.fromkeys(effect.to for effect in sent))
        if [to.name for to in expected] != found:
            sentence = _("Le message « {name} » devait aller à {expected} ; il va à {happened}.")
            awaited = listed(quoted(to.name) for to in expected)
            happened = listed(map(quoted, found)) or _("personne")
            message = sentence.format(name=notice.name, expected=awaited, happened=happened)
            yield Difference("sent_to", expected[0].span, message, awaited, happened)


def _sealed(run: Run, deliverable: Ref, given: Given) -> Iterator[Difference]:
    """The value in every copy issued; in none, if there is none."""
    issued = [e for e in run.effects if isinstance(e, Issue) and e.deliverable == deliverable.name]
    expected = raw_of(given.node)
    for seal in [effect.seal for effect in issued] or [{}]:
        found = _written(seal.get(given.name.name))
        if found != expected:
            sentence = _(
                "Le cachet de « {name} » devait porter {expected} sous « {key} » ; il porte : "
                "{happened}."
            )
            happened = _("rien") if found is None else quoted(_told(found))
            message = sentence.format(
                name=deliverable.name,
                key=given.name.name,
                expected=quoted(_told(expected)),
                happened=happened,
            )
            yield Difference("sealed", given.name.span, message, _told(expected), happened)
            return


def _written(value: Any) -> Raw | None:
    """A typed value as a scenario writes it."""
    match value:
        case None:
            return None
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _written(part) or "" for key, part in value.items()}
        case _:
            return str(value)


def _told(raw: Raw) -> str:
    if isinstance(raw, Mapping):
        return ", ".join(line(key, _told(part)) for key, part in raw.items())
    return str(raw)
