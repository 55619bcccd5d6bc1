"""Files that strangers made are read in a process of its own, which has its limits."""

import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from parcours.renderers.aside import Limits, Stopped, aside
from parcours.renderers.seal import look as looking
from parcours.renderers.seal.look import LIMITS, Look, look, looked
from parcours.renderers.seal.scan import Unseen
from parcours.renderers.seal.trust import Trust
from parcours.renderers.seal.verify import Finding, verify
from parcours.tests.seals import code_of, paper
from parcours.tests.test_seal_verify import ROWS

TOLD = "Ce fichier est trop long à lire, ou fait pour ne pas l’être."


def endless() -> bytes:
    """A small PDF of drawings that hold one another, ten times each: a billion to draw."""
    content = BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(100, 100))
        inner = made.make_stream(b"0 0 9 9 re f")
        for _depth in range(9):
            inner.Type, inner.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            inner.BBox = pikepdf.Array([0, 0, 100, 100])
            outer = made.make_stream(b"/F Do " * 10)
            outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
            inner = outer
        page.obj.Resources, page.obj.Contents = inner.Resources, inner
        made.save(content)
    return content.getvalue()


def test_what_is_learned_there_is_what_is_learned_here() -> None:
    genuine = paper([code_of()], ROWS)
    forged = paper([code_of()], [(i, n, "DIALLOT" if i == "62" else v) for i, n, v in ROWS])
    for content in (genuine, forged, paper([code_of()], after="Spécimen")):
        assert look(content) == looked(content)
    assert look(genuine).comparisons != look(forged).comparisons
    assert look(b"DC nothing") == look("DC nothing") == Look(("DC nothing",), (None,))
    with pytest.raises(Unseen, match="ni un PDF"):
        look(b"\xff\xfe")


@pytest.mark.parametrize(
    "limits",
    [Limits(seconds=60, processor=2, memory=LIMITS.memory), Limits(2, 60, LIMITS.memory)],
    ids=["processor", "clock"],
)
def test_a_file_that_never_ends_is_stopped(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking.look, "__defaults__", (limits,))
    start = time.monotonic()
    verdict = verify(endless(), Trust())
    assert (verdict.finding, verdict.sentences) == (Finding.UNREADABLE, (TOLD,))
    assert time.monotonic() - start < 50


def test_a_file_that_grows_is_stopped() -> None:
    content = BytesIO()
    Image.new("RGBA", (7000, 7000)).save(content, "PNG")
    assert look(content.getvalue()) == Look((), ())
    with pytest.raises(Unseen, match="trop long"):
        look(content.getvalue(), Limits(LIMITS.seconds, LIMITS.processor, 400_000_000))


def test_nothing_of_this_process_is_given_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its settings nor the right to write a file; and what it prints is what comes back."""
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import os, sys\nfrom pathlib import Path\n"
        "from parcours.renderers.aside import Limits, confine\n"
        "limits = Limits(*map(int, sys.argv[1:]))\n"
        "confine(limits)\n"
        "print(sys.stdin.read(), os.environ.get('SECRET'))\n"
        "sys.stdout.flush()\n"
        f"Path({str(tmp_path / 'left')!r}).write_text('x' if limits.processor == 5 else '')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("SECRET", "key")
    assert aside("spy", b"given", Limits(30, 4, LIMITS.memory)) == b"given None\n"
    with pytest.raises(Stopped):
        aside("spy", b"given", Limits(30, 5, LIMITS.memory))
