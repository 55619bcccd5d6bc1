"""A guide as data for its template, and as a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from ...engine.source.wording import _, capital, listed
from ..pdf.typeset import typeset_here
from .access import access, numbered
from .annexes import annexes
from .deposit import deposit
from .drawn import drawn
from .ends import ends
from .examination import examination
from .slides import Chapter, merged
from .tales import Told

Data = dict[str, Any]

_DASH = re.compile(r"\s–\s")


def guide(told: Sequence[Told], orientation: Told | None, account: Told | None) -> bytes:
    """The PDF of one guide for all these procedures. Raises NotTypeset."""
    return typeset_here("guide", data(told, orientation, account))


def chapters(
    told: Sequence[Told], orientation: Told | None, account: Told | None
) -> tuple[Chapter, ...]:
    """Everything that is drawn before the annexes."""
    around = [one.procedure for one in (orientation, account) if one]
    known = [*around, *(one.procedure for one in told)]
    found = merged(
        [
            (access(one, orientation, account, known), deposit(one), ends(one), *examination(one))
            for one in told
        ]
    )
    return tuple(chapter for chapter in (numbered(found[0]), *found[1:]) if chapter.slides)


def data(told: Sequence[Told], orientation: Told | None, account: Told | None) -> Data:
    """For the template `guide.typ`."""
    is_several = len(told) > 1
    slides = [one for chapter in chapters(told, orientation, account) for one in drawn(chapter)]
    slides += annexes(told)
    about = _about(told)
    return {
        "title": _title(told, about),
        "about": about,
        "service": capital(told[0].compiled.service["name"]),
        "cases": [
            {
                "name": one.procedure.case if is_several else "",
                "title": one.procedure.title,
                "audience": one.procedure.audience,
            }
            for one in told
        ],
        "glossary": sorted({pair for one in told for pair in one.procedure.glossary.items()}),
        "edition": _edition(told),
        "slides": list(_marked(slides, is_several, len(told))),
        "words": _words(),
    }


def _about(told: Sequence[Told]) -> str:
    """What the titles have in common before their dashes, else all of them."""
    titles = [one.procedure.title for one in told]
    pieces = zip(*(_DASH.split(title) for title in titles), strict=False)
    common = [same[0] for same in takewhile(lambda same: len(set(same)) == 1, pieces)]
    return " – ".join(common or dict.fromkeys(titles))


def _title(told: Sequence[Told], about: str) -> str:
    cases = [one.procedure.case for one in told if one.procedure.case] if len(told) > 1 else []
    named = _("{about} ({cases})").format(about=about, cases=listed(cases)) if cases else about
    return _("Guide usager – {about}").format(about=named)


def _edition(told: Sequence[Told]) -> str:
    versions = dict.fromkeys(one.procedure.version for one in told)
    form = _("Version {version}. Les personnes montrées dans ce guide sont inventées.")
    return form.format(version=", ".join(versions))


def _words() -> Data:
    return {
        "guide": _("Guide usager"),
        "contents": _("Sommaire"),
        "example": _("Dans l’exemple :"),
        "attached": _("Pièces jointes"),
    }


def _marked(slides: Iterable[Data], is_several: bool, most: int) -> Iterator[Data]:
    """A heading stands in the outline once; cases are told where there are several."""
    last = ""
    for slide in slides:
        heading = slide.get("heading", "")
        is_told = is_several and (slide["kind"] != "part" or len(slide["cases"]) < most)
        cases = slide["cases"] if is_told else []
        yield {**slide, "cases": cases, "is-first": heading != last}
        last = heading
