"""The slides of a guide, and guides of several procedures told as one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ...engine.dossier.effects import Issue, Send
from ...engine.page.page import Page


@dataclass(frozen=True, slots=True)
class Block:
    """What a screen shows besides, under a condition (« si … »)."""

    when: str
    page: Page


@dataclass(frozen=True, slots=True)
class Slide:
    """One page of the guide, with at most one thing drawn.

    `heading` is the line above (« Étape 1 : … (1/3) »), `title` what the slide is about, `when` the
    conditions under which it is met (« si … »), `example` those of the person drawn. `blocks` are
    what a screen shows in other situations. Slides of two procedures with one `key` are one slide,
    of both `cases`.
    """

    key: Hashable
    heading: str
    title: str
    when: tuple[str, ...] = ()
    example: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    page: Page | None = None
    blocks: tuple[Block, ...] = ()
    mail: Send | None = None
    sender: str = ""
    paper: Issue | None = None
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Slides that go together, such as those of one step; `order` places it in its chapter."""

    order: int
    slides: tuple[Slide, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the guide, opened by a slide of its own."""

    id: str
    title: str
    subtitle: str = ""
    groups: tuple[Group, ...] = field(default_factory=tuple)

    @property
    def slides(self) -> tuple[Slide, ...]:
        """All of them, in order."""
        return tuple(slide for group in self.groups for slide in group.slides)


def merged(guides: Sequence[tuple[Chapter, ...]]) -> tuple[Chapter, ...]:
    """The chapters of several procedures as one guide: step by step, each shared slide once."""
    ids = dict.fromkeys(chapter.id for chapters in guides for chapter in chapters)
    return tuple(
        _together([c for chapters in guides for c in chapters if c.id == id_]) for id_ in ids
    )


def _together(chapters: Sequence[Chapter]) -> Chapter:
    subtitles = dict.fromkeys(chapter.subtitle for chapter in chapters)
    return replace(
        chapters[0],
        subtitle=" – ".join(filter(None, subtitles)) if len(subtitles) < 3 else "",
        groups=tuple(_groups(chapters)),
    )


def _groups(chapters: Sequence[Chapter]) -> Iterable[Group]:
    orders = sorted({group.order for chapter in chapters for group in chapter.groups})
    cases: dict[Hashable, tuple[str, ...]] = {}
    for slide in (slide for chapter in chapters for slide in chapter.slides):
        cases[slide.key] = tuple(dict.fromkeys((*cases.get(slide.key, ()), *slide.cases)))
    drawn = set[Hashable]()
    for order in orders:
        kept = []
        for chapter in chapters:
            same = (group for group in chapter.groups if group.order == order)
            for slide in (slide for group in same for slide in group.slides):
                if slide.key not in drawn:
                    drawn.add(slide.key)
                    kept.append(replace(slide, cases=cases[slide.key]))
        if kept:
            yield Group(order, tuple(kept))
