"""The shares of a population as a picture: PNG, SVG or PDF, the same bytes each time.

Nothing is measured by eye: places are inches, and labels are broken where the font says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from matplotlib import rc_context, rcParamsDefault
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import TextToPath

from ...engine.fields.day import french_date
from ...engine.fields.number import french_number
from ...engine.machine.compiled import Compiled
from ...engine.simulation.shares import Shares
from ...engine.source.wording import _, ngettext
from .shares import TITLES, percent
from .shares_bars import Bar, Rows, rows_of

TRUE, FALSE, TRACK, INK, GREY = "#0072B2", "#E69F00", "#EEEEEE", "#1A1A1A", "#595959"
"""Two colours of Okabe and Ito, told apart by every kind of sight; hatching says it once more."""

LABEL, TRACKS, SAID, MARGIN = 4.9, 4.0, 2.2, 0.3
"""Inches: the labels, the bars, their figures, and what is left free around and between."""

LINE, BAR, GAP, HEAD, FOOT = 0.17, 0.16, 0.1, 0.42, 0.34
"""Inches: a line of text, the thickness of a bar, and the space between two, over and under."""

SIZE, MOST_LINES = 9, 3
DOTS, MOST_DOTS = 150, 60_000
"""Dots an inch of a PNG; and of its height, beyond which no reader opens it."""

STYLE = {
    **rcParamsDefault,
    "font.family": ["DejaVu Sans"],  # which Matplotlib brings: the same on every machine
    "font.size": SIZE,
    "text.parse_math": False,
    "text.color": INK,
    "hatch.linewidth": 0.8,
    "svg.hashsalt": "parcours",
    "pdf.fonttype": 42,
    "path.simplify": False,
}

UNDATED: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "ModDate": None},
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar with its label's lines and those of its condition; `top` in inches from the panel's."""

    bar: Bar
    lines: tuple[str, ...]
    clause: tuple[str, ...]
    top: float

    @property
    def height(self) -> float:
        return max(BAR, LINE * (len(self.lines) + len(self.clause))) + GAP


def plot(compiled: Compiled, found: Shares, day: date, form: str) -> bytes:
    """A file of that form: png, svg or pdf."""
    with rc_context(STYLE):
        panels = [(rows, tuple(_placed(rows))) for rows in rows_of(compiled, found)]
        title = _wrapped(compiled.procedure.title, _width() - 2 * MARGIN, 14, "bold")
        heights = [HEAD + sum(row.height for row in placed) + FOOT for _rows, placed in panels]
        head = MARGIN + 0.28 * len(title) + 0.3
        figure = Figure(figsize=(_width(), head + sum(heights) + MARGIN))
        _head(figure, title, found.count, day)
        for (rows, placed), height, above in zip(panels, heights, _sums(heights), strict=True):
            _panel(figure, rows, placed, head + above, height)
        told = BytesIO()
        dots = min(DOTS, int(MOST_DOTS / figure.get_figheight()))
        described = {**UNDATED[form], "Title": compiled.procedure.title}
        figure.savefig(told, format=form, dpi=dots, metadata=described)
    return told.getvalue()


def _width() -> float:
    return MARGIN + LABEL + TRACKS + SAID + MARGIN


def _sums(heights: list[float]) -> Iterator[float]:
    above = 0.0
    for height in heights:
        yield above
        above += height


def _head(figure: Figure, title: tuple[str, ...], count: int, day: date) -> None:
    whole = figure.get_figheight()
    text = "\n".join(title)
    left = MARGIN / figure.get_figwidth()
    figure.text(left, 1 - MARGIN / whole, text, size=14, weight="bold", va="top")
    said = ngettext("{n} personne, le {day}", "{n} personnes, le {day}", count)
    under = MARGIN + 0.28 * len(title)
    told = said.format(n=french_number(count), day=french_date(day))
    figure.text(left, 1 - under / whole, _drawable(told), size=11, color=GREY, va="top")


def _placed(rows: Rows) -> Iterator[_Row]:
    top = 0.0
    for bar in rows.bars:
        row = _Row(
            bar,
            _wrapped(bar.label, LABEL - MARGIN, SIZE),
            _wrapped(bar.condition, LABEL - MARGIN, SIZE - 1) if bar.condition else (),
            top,
        )
        top += row.height
        yield row


def _panel(
    figure: Figure, rows: Rows, placed: tuple[_Row, ...], above: float, height: float
) -> None:
    """The bars of one kind, on axes whose y is inches and whose x is hundredths."""
    wide, whole = figure.get_figwidth(), figure.get_figheight()
    inside = height - HEAD - FOOT
    place = (
        (MARGIN + LABEL) / wide,
        1 - (above + HEAD + inside) / whole,
        TRACKS / wide,
        inside / whole,
    )
    axes = figure.add_axes(place, xlim=(0, 100), ylim=(inside, 0))
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_yticks([])
    ticks = range(0, 101, 25)
    axes.set_xticks(ticks, [percent(tick, 100, 0) for tick in ticks], size=SIZE - 2, color=GREY)
    axes.tick_params(length=0)
    axes.grid(axis="x", color="white", linewidth=1.5)
    _heading(axes, rows.kind)
    for row in placed:
        _bar(axes, row, is_branch=rows.kind == "branch")


def _heading(axes: Axes, kind: str) -> None:
    left = -100 * LABEL / TRACKS
    title = _("Conditions, parmi qui les rencontre") if kind == "branch" else TITLES[kind]
    axes.text(left, -0.12, title, size=11, weight="bold", va="bottom")
    if kind == "branch":
        for start, said, look in ((0, _("vraie"), _look(True)), (25, _("fausse"), _look(False))):
            axes.barh(-0.2, 4, BAR, start, clip_on=False, **look)
            axes.text(start + 5.5, -0.2, said, size=SIZE, va="center")


def _bar(axes: Axes, row: _Row, is_branch: bool) -> None:
    """The figures and the bar stand at the middle of the label's lines."""
    bar, left = row.bar, -100 * LABEL / TRACKS
    middle = row.top + (row.height - GAP) / 2
    start = middle - LINE * (len(row.lines) + len(row.clause)) / 2
    axes.text(left, start, "\n".join(row.lines), va="top", linespacing=1.25)
    under = start + LINE * len(row.lines)
    clause = "\n".join(row.clause)
    axes.text(left, under, clause, va="top", size=SIZE - 1, color=GREY, linespacing=1.35)
    axes.barh(middle, 100, BAR, color=TRACK, zorder=0.5)
    share = 100 * bar.count / bar.of if bar.of else 0
    axes.barh(middle, share, BAR, **_look(True))
    if is_branch and bar.of:
        axes.barh(middle, 100 - share, BAR, share, **_look(False))
    axes.text(103, middle, _figures(bar, is_branch), size=SIZE - 1, va="center")


def _look(is_true: bool) -> dict[str, Any]:
    if is_true:
        return {"facecolor": TRUE, "linewidth": 0, "zorder": 2}
    return {"facecolor": FALSE, "hatch": "////", "edgecolor": "white", "linewidth": 0, "zorder": 2}


def _figures(bar: Bar, is_branch: bool) -> str:
    """« 65,9 % (1 977) », and of whom where that is not everybody."""
    if not bar.of:
        return _("personne n’y arrive")
    form = _("{share} ({n} sur {of})") if is_branch else _("{share} ({n})")
    share, counts = percent(bar.count, bar.of), (french_number(bar.count), french_number(bar.of))
    return _drawable(form.format(share=share, n=counts[0], of=counts[1]))


def _wrapped(text: str, inches: float, size: int, weight: str = "normal") -> tuple[str, ...]:
    """On as many lines as needed, up to MOST_LINES; a word too long is cut."""
    lines = [""]
    for word in _drawable(text).split(" "):
        longer = f"{lines[-1]} {word}".lstrip(" ")
        if _measure(longer, size, weight) <= inches:
            lines[-1] = longer
        else:
            lines.append(_cut(word, inches, size, weight))
    lines = [line for line in lines if line]
    if len(lines) > MOST_LINES:
        last = _cut(f"{lines[MOST_LINES - 1]} …", inches, size, weight)
        lines[MOST_LINES - 1 :] = [last]
    return tuple(lines) or ("",)


def _cut(word: str, inches: float, size: int, weight: str) -> str:
    while len(word) > 1 and _measure(word, size, weight) > inches:
        word = f"{word.removesuffix('…')[:-1]}…"
    return word


@cache
def _measure(text: str, size: int, weight: str) -> float:
    """Inches."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    wide, _high, _below = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return wide / 72


def _drawable(text: str) -> str:
    """What the font has no sign for becomes the replacement character."""
    known = _signs()
    return "".join(one if ord(one) in known else "\N{REPLACEMENT CHARACTER}" for one in text)


@cache
def _signs() -> frozenset[int]:
    """Those of both weights."""
    fonts = (FontProperties(family="DejaVu Sans", weight=one) for one in ("normal", "bold"))
    normal, bold = (frozenset(FT2Font(findfont(font)).get_charmap()) for font in fonts)
    return normal & bold
