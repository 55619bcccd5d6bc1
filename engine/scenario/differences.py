"""Where what happened parts from what the scenario expects, the first place first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from ..analysis.scenario import Act, Expectation, Given
from ..analysis.scenario_answers import raw_of, whole
from ..analysis.speaking import plain
from ..fields.field_type import Json, Refused
from ..model.definitions import Procedure, Ref
from ..model.settings import settings_anywhere
from ..source.position import Span
from ..source.wording import _, listed, quoted, typeset
from .difference import Difference
from .heard import heard
from .run import Run


def differences(procedure: Procedure, run: Run) -> tuple[Difference, ...]:
    """In the order in which things happen; empty when the scenario passes.

    What `expect` does not mention is not compared, but a refusal that it does not announce, a thing
    given and never asked, and an action that was not allowed always differ.
    """
    return tuple(_differences(procedure, run))


def _differences(procedure: Procedure, run: Run) -> Iterator[Difference]:
    expect = run.scenario.expect
    yield from _sequence(expect, "screens", expect.screens, run.screens, _stopped(run))
    yield from _refused(expect, run)
    yield from _sequence(expect, "documents", expect.documents, run.documents)
    yield from _sequence(expect, "later", expect.later, run.later)
    yield from _sequence(expect, "attestations", expect.attestations, run.here.attestations)
    yield from _warnings(expect, run.warnings)
    for ref in expect.unasked:
        if ref.name in run.asked:
            sentence = _("« {name} » est proposé à cette personne, et ne devait pas l’être.")
            yield Difference("unasked", ref.span, sentence.format(name=ref.name))
    yield from _one("end", expect.end, run.here.end)
    opened = procedure.ends[run.here.end].open if run.here.end else None
    yield from _one("opens", expect.opens, opened.procedure.name if opened else "")
    yield from _gives(procedure, run)
    for obstacle in run.obstacles:
        yield Difference("then", obstacle.span, obstacle.sentence)
    for ref in run.unused:
        sentence = _("« {name} » est donné et n’est jamais demandé à cette personne.")
        yield Difference("answers", ref.span, sentence.format(name=ref.name))
    yield from _one("outcome", expect.outcome, run.outcome)
    yield from _one("state", expect.state, run.state)
    yield from _sequence(expect, "delivered", expect.delivered, run.delivered)
    yield from _sequence(expect, "notices", expect.notices, run.notices)
    yield from heard(run)


def _stopped(run: Run) -> str:
    """Why the person stays where they are."""
    faults = [f"{name} : {sentence}" for name, sentence in run.lacking.items()]
    faults += [f"{name} : {s}" for name, s in run.refused.items() if name not in run.lacking]
    visit = run.here.visit(run.here.current)
    if visit and visit.needs_account:
        faults.append(_("Il faut un compte pour continuer."))
    return typeset(" ; ".join(faults))


def _sequence(
    expect: Expectation,
    key: str,
    wanted: Sequence[Ref] | None,
    found: Sequence[str],
    reason: str = "",
) -> Iterator[Difference]:
    """The first item that differs."""
    if wanted is None:
        return
    for ref, name in zip_longest(wanted, found):
        if (ref.name if ref else None) == name:
            continue
        span = ref.span if ref else wanted[-1].span if wanted else expect.span
        expected, happened = _named(ref.name if ref else None), _named(name)
        message = NAMES[key].format(expected=expected, happened=happened)
        if reason and name is None:
            message = _("{message} La personne est arrêtée : {reason}").format(
                message=message, reason=reason
            )
        yield Difference(key, span, message, expected, happened)
        return


NAMES = {
    "screens": _("Écran attendu : {expected} ; obtenu : {happened}."),
    "documents": _("Document attendu : {expected} ; demandé : {happened}."),
    "later": _("Document attendu pour plus tard : {expected} ; annoncé : {happened}."),
    "attestations": _("Attestation attendue : {expected} ; demandée : {happened}."),
    "delivered": _("Document délivré attendu : {expected} ; obtenu : {happened}."),
    "notices": _("Message attendu : {expected} ; envoyé : {happened}."),
    "end": _("Fin attendue : {expected} ; obtenue : {happened}."),
    "opens": _("Démarche attendue à la suite : {expected} ; ouverte : {happened}."),
    "outcome": _("Suite attendue du dépôt : {expected} ; obtenue : {happened}."),
    "state": _("État attendu : {expected} ; obtenu : {happened}."),
}
"""By key of `expect`."""


def _named(name: str | None) -> str:
    return quoted(name) if name else _("aucun de plus")


def _one(key: str, wanted: Ref | None, found: str) -> Iterator[Difference]:
    if wanted is None or wanted.name == found:
        return
    expected, happened = quoted(wanted.name), quoted(found) if found else _("rien")
    message = NAMES[key].format(expected=expected, happened=happened)
    yield Difference(key, wanted.span, message, expected, happened)


def _warnings(expect: Expectation, found: Sequence[str]) -> Iterator[Difference]:
    """Each by the beginning of its sentence."""
    if expect.warnings is None:
        return
    for ref, sentence in zip_longest(expect.warnings, found):
        if ref and sentence and plain(sentence).startswith(plain(ref.name)):
            continue
        span = ref.span if ref else expect.warnings[-1].span if expect.warnings else expect.span
        expected = quoted(ref.name) if ref else _("aucun de plus")
        happened = quoted(sentence) if sentence else _("aucun de plus")
        said = _("Avertissement attendu : {expected} ; dit : {happened}.")
        message = said.format(expected=expected, happened=happened)
        yield Difference("warnings", span, message, expected, happened)
        return


def _refused(expect: Expectation, run: Run) -> Iterator[Difference]:
    """Answers by their question; checks that stop, by their screen."""
    found = {name: [sentence] for name, sentence in run.refused.items()}
    if run.unmet:
        found.setdefault(run.here.current, []).extend(run.unmet)
    wanted: dict[str, list[tuple[Ref, Ref]]] = {}
    for pair in expect.refused:
        wanted.setdefault(pair[0].name, []).append(pair)
    for pairs in wanted.values():
        yield from _refused_otherwise(pairs, found)
    for name, sentences in found.items():
        for said in sentences if name not in wanted else ():
            sentence = _("« {name} » est refusé : {found}").format(name=name, found=quoted(said))
            yield Difference("refused", _given_at(run, name), sentence, _("rien"), quoted(said))


def _refused_otherwise(
    wanted: Sequence[tuple[Ref, Ref]], found: Mapping[str, Sequence[str]]
) -> Iterator[Difference]:
    """The sentences of one name, each in its turn; the first that differs."""
    name, told = wanted[0]
    sentences = found.get(name.name, ())
    for pair, said in zip_longest(wanted, sentences):
        told = pair[1] if pair else told
        if said is None:
            sentence = _("« {name} » devait être refusé et ne l’est pas.").format(name=name.name)
            yield Difference("refused", name.span, sentence, quoted(told.name), _("rien"))
        elif pair is None or plain(said) != plain(told.name):
            sentence = _("« {name} » est refusé autrement : {found}")
            message = sentence.format(name=name.name, found=quoted(said))
            yield Difference("refused", told.span, message, quoted(told.name), quoted(said))
        else:
            continue
        return


def _given_at(run: Run, name: str) -> Span:
    """Where the scenario gives what was refused."""
    scenario = run.scenario
    acts = [act for act in scenario.then if isinstance(act, Act)]
    given: list[Ref] = [one.name for one in scenario.answers]
    given += [one.document for one in scenario.files]
    for act in acts:
        given += [one.name for one in act.fields]
        given += [one.document for one in act.files]
    heads = {ref.name: ref.span for ref in reversed(given)}
    return heads.get(name) or heads.get(name.partition(".")[0]) or scenario.expect.span


def _gives(procedure: Procedure, run: Run) -> Iterator[Difference]:
    expect = run.scenario.expect
    if expect.gives is None:
        return
    wanted = {answer.name.name: answer for answer in whole(expect.gives)}
    for name, answer in wanted.items():
        expected = _packed(procedure, run, Given(answer.name, answer.node))
        if name not in run.gives or run.gives[name] != expected:
            said = _("« {name} » devait être remis avec la valeur attendue ; remis : {happened}.")
            happened = quoted(str(run.gives[name])) if name in run.gives else _("rien")
            message = said.format(name=name, happened=happened)
            yield Difference("gives", answer.name.span, message, str(expected), happened)
    others = [name for name in run.gives if name not in wanted]
    if others:
        said = _("La démarche ouverte reçoit aussi {names}.")
        message = said.format(names=listed(map(quoted, others)))
        yield Difference("gives", expect.span, message, _("rien"), listed(others))


def _packed(procedure: Procedure, run: Run, given: Given) -> Json:
    field = procedure.fields.get(given.name.name)
    if field is None or field.type is None:
        return None
    settings = settings_anywhere(field)
    try:
        value = field.type.parse(raw_of(given.node), settings, run.scenario.day)
    except Refused:
        return None
    return field.type.pack(value, settings)
