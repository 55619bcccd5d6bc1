"""Commands drawn at random, told to the model and to the engine: mostly those that make sense."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from parcours.engine.dossier import commands as do
from parcours.tests import runtime_forms as forms
from parcours.tests.runtime_model import Case, Form, Seen, day_of

FILES = {
    "pdf": ("application/pdf", b"%PDF-1.7"),
    "other": ("application/pdf", b"%PDF-1.7 autre"),
    "png": ("image/png", b"\x89PNG"),
    "empty": ("application/pdf", b""),
    "heavy": ("image/jpeg", b"\xff\xd8" + bytes(1_000_000)),
}
SLOTS = ("identite", *forms.LEASE, *forms.HOST, "livret", "photo", "domicile", "pieces.1", "nulle")
Said = tuple[str, tuple[Any, ...], do.Command]
"""A command: its verb and arguments for the model, and for the engine."""


def whole_name(case: Case, slot: str, now: datetime) -> str:
    """With the round it answers, where it does."""
    later = deepcopy(case)
    later.tick(now)
    for prefix, name, paper, values in later.expected(now):
        own = paper.slots(values, "") if paper.slots else (name,)
        if slot in (name, *own, *paper.among(values)):
            return prefix + slot
    return slot


registries = st.fixed_dictionaries(
    {},
    optional={
        "nom": st.sampled_from(["DIALLO", "BA"]),
        "ville": st.sampled_from(["paris", "lyon"]),
    },
)


def slots(case: Case, now: datetime) -> st.SearchStrategy[str]:
    """Mostly those asked."""
    asked = [
        slot
        for _p, name, paper, values in case.expected(now)
        for slot in (paper.among(values) or case.slots(name, paper, values, _p))
    ]
    return st.sampled_from([*asked, *asked, *SLOTS])


def answers(case: Case, page: str) -> st.SearchStrategy[Said]:
    """Of a page, sometimes with what is not asked there."""
    own = next((p for p in case.form.pages if p.id == page), case.form.pages[0])
    fields = [*own.verify, *own.fields]
    typed = st.fixed_dictionaries(
        {}, optional={n: st.sampled_from(sorted(case.form.asked[n].typed)) for n in fields}
    )
    if case.form.asked:
        strange = st.sampled_from(sorted(case.form.asked)).flatmap(
            lambda n: st.fixed_dictionaries({n: st.sampled_from(sorted(case.form.asked[n].typed))})
        )
        typed = st.one_of(typed, typed, typed, strange)
    names = [*(n for n, _when in own.attest), "exact", "inconnue"]
    none: st.SearchStrategy[dict[str, bool]] = st.just({})
    ticks = none | st.dictionaries(st.sampled_from(names), st.booleans(), max_size=2)
    return st.builds(lambda t, on: answering(case.form, page, t, on), typed, ticks)


def answering(form: Form, page: str, typed: dict[str, str], ticks: dict[str, bool]) -> Said:
    raws = {name: form.asked[name].typed[nick][0] for name, nick in typed.items()}
    return ("answer", (page, typed, ticks), do.Answer(page, raws, ticks))


def good_answers(case: Case, seen: Seen, lacking: list[str]) -> st.SearchStrategy[Said]:
    """Those that count, to the questions lacking."""
    good = {}
    for name in lacking:
        asked = case.form.asked[name]
        values = [
            nick
            for nick, (_raw, value) in sorted(asked.typed.items())
            if asked.counts(value, seen.values)
        ]
        good[name] = st.sampled_from(values)
    ticks = dict.fromkeys(seen.ticks, True)
    return st.fixed_dictionaries(good).map(
        lambda typed: answering(case.form, seen.page.id, typed, ticks)
    )


def on_a_page(case: Case, now: datetime) -> st.SearchStrategy[str]:
    """Any page, mostly one already met."""
    met = [seen.page.id for seen in case.way(day_of(now))[0]]
    return st.sampled_from([*met, *met, *(page.id for page in case.form.pages), "nulle"])


def submission(case: Case, page: str, secret: str) -> Said:
    fields = next((p.fields for p in case.form.pages if p.id == page), ())
    secrets = {
        n: case.form.asked[n].typed[secret][0] for n in fields if case.form.asked[n].is_secret
    }
    return ("submit", (page, secret), do.Submit(page, secrets))


def submissions(case: Case, page: str) -> st.SearchStrategy[Said]:
    return st.sampled_from(["good", "short", "blank"]).map(
        lambda secret: submission(case, page, secret)
    )


def acts(case: Case, action: str, by: str, good: bool = False) -> st.SearchStrategy[Said]:
    """With what the action asks, or not quite."""
    fields = {"demander": ("pieces", "echeance"), "refuser": ("motifs",)}.get(action, ())
    typed = {}
    for name in set(fields) & set(case.form.asked):
        known = case.form.asked[name].typed
        chosen = [nick for nick, (_raw, v) in sorted(known.items()) if v not in ("", "REFUSED")]
        typed[name] = st.sampled_from(chosen if good else sorted(known))
    ticks = st.just(action == "envoyer") if good else st.booleans()
    return st.builds(
        lambda t, on: acting(case.form, action, by, t, on), st.fixed_dictionaries(typed), ticks
    )


def acting(form: Form, action: str, by: str, typed: dict[str, str], ticks: bool) -> Said:
    raws = {name: form.asked[name].typed[nick][0] for name, nick in typed.items()}
    given = (action, by, typed, ticks)
    return ("act", given, do.Act(action, by, raws, {"complet": True} if ticks else {}))


ACTIONS = ("demander", "envoyer", "accorder", "refuser", "relire", "retirer", "inconnue")
DAYS = ("2026-10-20", "2026-11-02", "2026-07-01", "2030-01-01", "hier")


def digest(file: str) -> str:
    """Of a file of FILES."""
    return sha256(FILES[file][1]).hexdigest()


def dated(case: Case, slot: str, raw: str, now: datetime) -> Said:
    day = None if raw == "hier" else date.fromisoformat(raw)
    return ("date", (slot, day), do.Date(whole_name(case, slot, now), raw))


def detached(case: Case, slot: str, file: str, now: datetime) -> Said:
    gone = digest(file)
    return ("detach", (slot, gone), do.Detach(whole_name(case, slot, now), gone))


def chosen(case: Case, element: str, now: datetime) -> Said:
    name = element.partition(".")[0]
    return ("choose", (name, element), do.Choose(whole_name(case, name, now), element))


SAYING: dict[str, Callable[[Case, datetime], st.SearchStrategy[Said]]] = {
    "answer": lambda case, now: on_a_page(case, now).flatmap(lambda page: answers(case, page)),
    "press": lambda case, now: on_a_page(case, now).map(lambda p: ("press", (p,), do.Press(p))),
    "go": lambda case, now: on_a_page(case, now).map(lambda p: ("go", (p,), do.Go(p))),
    "know": lambda _case, _now: registries.map(lambda k: ("know", (k,), do.Know(k))),
    "tell": lambda _case, _now: st.sampled_from(["confirme", "autre"]).map(
        lambda event: ("tell", (event,), do.Tell(event))
    ),
    "resend": lambda case, now: on_a_page(case, now).map(lambda p: ("resend", (p,), do.Resend(p))),
    "submit": lambda case, now: on_a_page(case, now).flatmap(lambda p: submissions(case, p)),
    "act": lambda case, _now: st.sampled_from(ACTIONS).flatmap(
        lambda action: st.sampled_from(["applicant", "caseworker", "system", ""]).flatmap(
            lambda by: acts(case, action, by)
        )
    ),
    "tick": lambda _case, _now: st.just(("tick", (), do.Tick())),
    "date": lambda case, now: st.builds(
        lambda slot, raw: dated(case, slot, raw, now), slots(case, now), st.sampled_from(DAYS)
    ),
    "detach": lambda case, now: st.builds(
        lambda slot, file: detached(case, slot, file, now),
        slots(case, now),
        st.sampled_from(["pdf", "other"]),
    ),
    "choose": lambda case, now: st.sampled_from(
        [*forms.LEASE, *forms.HOST, "domicile.location", "identite"]
    ).map(lambda element: chosen(case, element, now)),
    "code": lambda _case, _now: st.booleans().map(
        lambda is_valid: (
            "code",
            ("photo", is_valid),
            do.Code("photo", "A" * 22 if is_valid else "?"),
        )
    ),
}


def any_command(case: Case, now: datetime) -> st.SearchStrategy[Said]:
    """Any, at any moment, oftener those that may make sense."""
    likely = ["answer", "press", "go", "submit", "know"]
    if case.filed_at:
        likely = ["act"] * 4 if case.stays else []
    elif next(case.expected(now), None):
        likely += ["date", "detach", "choose"]
    verbs = [*SAYING, *likely * 2]
    return st.sampled_from(verbs).flatmap(lambda verb: SAYING[verb](case, now))
