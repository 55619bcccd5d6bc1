"""Whatever a file holds and wherever a message points, the carets stand exactly under it."""

import json
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.analysis.diagnose import Report
from parcours.engine.source.diagnostic import Diagnostic, Related, Severity, in_order
from parcours.engine.source.position import Span
from parcours.engine.source.visible import glyph, safe, width
from parcours.renderers.report import FORMATS, render
from parcours.renderers.report.excerpt import WIDTH, Kind, Row, excerpt
from parcours.renderers.report.marks import Mark, marks

FILES = ("a.yaml", "b.yaml")

CHARACTERS = st.one_of(
    st.sampled_from("ab: é\t漢\u0301\u200b\u202e\x1b…«\u1161😀"), st.characters(codec="utf-8")
)
LINE = st.one_of(
    st.text(CHARACTERS, max_size=20),
    st.text(CHARACTERS, min_size=90, max_size=300),
    st.builds("".join, st.lists(st.sampled_from(["mot ", "漢字", "\u0301" * 99]), max_size=99)),
).map(lambda text: text.replace("\n", " "))
LINES = st.lists(LINE, max_size=12).map(tuple)
COUNT = st.integers(-2, 400)
SPANS = st.builds(Span, st.sampled_from(FILES), COUNT, COUNT, COUNT, COUNT)
TEXTS = st.text(max_size=30)
DIAGNOSTICS = st.builds(
    Diagnostic,
    st.from_regex(r"[a-z-]{1,12}", fullmatch=True),
    TEXTS,
    SPANS,
    TEXTS,
    st.lists(st.builds(Related, TEXTS, SPANS), max_size=3).map(tuple),
    st.sampled_from(Severity),
)
REPORTS = st.builds(
    Report,
    st.lists(DIAGNOSTICS, max_size=4).map(in_order),
    st.dictionaries(st.sampled_from(FILES), LINES),
    st.just(FILES),
)


@given(REPORTS, st.booleans())
def test_no_report_raises(report: Report, strict: bool) -> None:
    written = {form: render(report, form, strict) for form in FORMATS}
    assert {form: render(report, form, strict) for form in FORMATS} == written
    assert len(json.loads(written["json"])) == len(report.diagnostics)
    assert len(json.loads(written["sarif"])["runs"][0]["results"]) == len(report.diagnostics)
    assert len(written["github"].splitlines()) == len(report.diagnostics)


@given(REPORTS)
def test_a_terminal_is_sent_only_what_shows(report: Report) -> None:
    for form in ("text", "github"):
        for line in render(report, form).split("\n"):
            assert all(unicodedata.category(sign) not in ("Cc", "Cf", "Cs") for sign in line)


def columns(text: str) -> list[int]:
    """The column at which each character of a drawn text begins, and the end."""
    found = [0]
    for sign in text:
        is_wide = unicodedata.east_asian_width(sign) in "WF"
        is_joined = unicodedata.category(sign) in ("Mn", "Me") or "\u1160" <= sign <= "\u11ff"
        found.append(found[-1] + (0 if is_joined else 2 if is_wide else 1))
    return found


def between(text: str, start: int, end: int) -> str:
    """What is drawn from a column to another, accents left out."""
    at = columns(text)
    return "".join(
        sign
        for sign, begin, after in zip(text, at, at[1:], strict=False)
        if start <= begin < end and after > begin
    )


def plain(text: str) -> str:
    """As drawn, accents left out."""
    drawn = "".join(glyph(sign) for sign in text)
    return between(drawn, 0, columns(drawn)[-1])


@given(LINE, st.integers(0, 320), st.integers(0, 320))
def test_carets_stand_under_the_span(line: str, start: int, length: int) -> None:
    start = min(start, len(line))
    end = min(start + max(1, length), max(len(line), start + 1))
    shown, carets = excerpt((line,), [Mark(1, start, end)])
    assert (shown.kind, carets.kind) == (Kind.LINE, Kind.FIRST)
    assert carets.text == "^" * len(carets.text) != ""
    assert columns(shown.text)[-1] <= WIDTH
    expected = plain(line[start:end])
    if not expected:  # the end of the line, or accents alone: a single caret
        assert len(carets.text) == 1
        return
    under = between(shown.text, carets.indent, carets.indent + len(carets.text))
    assert under != ""
    assert expected.startswith(under)
    if not shown.text.endswith("…"):
        assert under == expected
    before = between(shown.text, 0, carets.indent).removeprefix("…")
    assert plain(line[:start]).endswith(before)


@given(st.sampled_from("abé漢😀\t\u202e\x07\u0301\u1161"))
def test_the_width_is_that_of_the_glyph(sign: str) -> None:
    assert width(sign) == columns(glyph(sign))[-1]


@given(st.text())
def test_a_safe_text_keeps_its_lines(text: str) -> None:
    assert safe(text).count("\n") == text.count("\n")
    assert safe(safe(text)) == safe(text)


@given(SPANS, LINES)
def test_marks_lie_in_the_file(span: Span, lines: Sequence[str]) -> None:
    for mark in marks(span, lines):
        length = len(lines[mark.line - 1])
        assert 0 <= mark.start <= length
        assert mark.start < mark.end <= max(length, mark.start + 1)


def drawn(rows: Sequence[Row]) -> list[str]:
    """Rows as a person sees them."""
    signs = {Kind.LINE: "|", Kind.GAP: "…"}
    return [
        f"{row.number}{signs.get(row.kind, ' ')}{' ' * row.indent}{row.text} {row.label}".rstrip()
        for row in rows
    ]


@pytest.mark.parametrize(
    ("lines", "span", "expected"),
    [
        (("a: 1",), Span("", 1, 1, 1, 1), ["1|a: 1", "1 ^"]),
        (("a: 1",), Span("", 1, 5, 1, 5), ["1|a: 1", "1     ^"]),
        (("a: 1",), Span("", 1, 90, 1, 95), ["1|a: 1", "1     ^"]),
        (("a: 1",), Span("", 2, 1, 2, 2), []),
        ((), Span("", 1, 1, 1, 1), []),
        (("",), Span("", 1, 1, 1, 1), ["1|", "1 ^"]),
        (("été: 1",), Span("", 1, 6, 1, 7), ["1|été: 1", "1      ^"]),
        (("e\u0301: 1",), Span("", 1, 5, 1, 6), ["1|e\u0301: 1", "1    ^"]),
        (("e\u0301: 1",), Span("", 1, 2, 1, 3), ["1|e\u0301: 1", "1 ^"]),
        (("漢: 1",), Span("", 1, 1, 1, 2), ["1|漢: 1", "1 ^^"]),
        (("\ta: 1",), Span("", 1, 2, 1, 3), ["1|    a: 1", "1     ^"]),
        (("\u200ba: 1",), Span("", 1, 1, 1, 2), ["1|<U+200B>a: 1", "1 ^^^^^^^^"]),
        (("a:", "  b:", "", "c: 1"), Span("", 1, 1, 4, 1), ["1|a:", "1 ^^", "2|  b:", "2   ^^"]),
        (("a:", "", ""), Span("", 1, 1, 3, 1), ["1|a:", "1 ^^"]),
        (("a", "b", "c"), Span("", 1, 1, 3, 2), ["1|a", "1 ^", "2|b", "3|c", "3 ^"]),
        (("a", "b", "c", "d"), Span("", 1, 1, 4, 2), ["1|a", "1 ^", "1…", "4|d", "4 ^"]),
    ],
)
def test_where_the_carets_stand(lines: Sequence[str], span: Span, expected: list[str]) -> None:
    assert drawn(excerpt(lines, marks(span, lines))) == expected


def test_two_marks_far_apart_in_a_long_line_are_each_shown() -> None:
    line = f"début: {'x' * 200} fin"
    rows = excerpt((line,), [Mark(1, 0, 5), Mark(1, 208, 211, "ici", is_second=True)])
    assert drawn(rows) == [
        f"1|{line[:98]}…",
        "1 ^^^^^",
        f"1|…{line[168:]}",
        f"1 {' ' * 41}--- ici",
    ]
