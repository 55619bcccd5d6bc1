"""Files sent by strangers: opened elsewhere, made again, and never as they came."""

import io
import os
import resource
import signal
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic, sleep

import pikepdf
import pytest
from PIL import Image

from parcours.portal import examining, scanning
from parcours.portal.clamd import Clamd, ClamdFailed
from parcours.portal.files import download
from parcours.portal.passwords import Overloaded
from parcours.portal.scanning import INFECTED, NOT_SCANNED, REFUSED, Rejected, Scanner
from parcours.renderers.aside import confine
from parcours.tests.portal_files import (
    JPEG,
    MARK,
    PDF,
    PNG,
    active,
    pdf_of,
    picture,
    png_bomb,
    zip_bomb_pdf,
)


@pytest.fixture(scope="module")
def scanner() -> Iterator[Scanner]:
    with closing(Scanner()) as found:
        yield found


def kept(scanner: Scanner, content: bytes) -> bytes:
    """What would be kept of that file. Raises Rejected."""
    file = io.BytesIO(content)
    media = scanner.media(file)
    assert media
    with scanner.examined(file, media) as found:
        assert found.media == media
        return found.content.read()


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF, "application/pdf"),
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (b"GIF89a" + MARK, ""),
        (b" " + PDF, ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        (b"PK\x03\x04", ""),
        (b"", ""),
    ],
)
def test_the_first_bytes_tell(scanner: Scanner, content: bytes, media: str) -> None:
    file = io.BytesIO(content)
    assert scanner.media(file) == media
    assert file.tell() == 0


@pytest.mark.parametrize("change", sorted(active()))
def test_what_acts_is_left_behind(scanner: Scanner, change: str) -> None:
    content = active()[change]
    assert MARK in content
    made = kept(scanner, content)
    with pikepdf.open(io.BytesIO(made)) as found:
        assert len(found.pages) == 1
        assert found.pages[0].Contents.read_bytes() == b"0 0 1 rg 20 20 100 100 re f"
        assert set(found.Root.keys()) == {"/Type", "/Pages"}
        assert set(found.pages[0].obj.keys()) <= examining.PAGE
        streams = [one.read_bytes() for one in found.objects if isinstance(one, pikepdf.Stream)]
        words = [repr(one) for one in found.objects]
    assert MARK not in made
    assert not [one for one in streams if MARK in one]
    assert not [one for one in words if MARK.decode() in one]


def test_what_a_form_shows_is_kept(scanner: Scanner) -> None:
    """A field filled in belongs to what its sender sees: it becomes a part of the page."""
    with pikepdf.open(io.BytesIO(PDF)) as made:
        drawn = pikepdf.Stream(made, b"1 0 0 rg 0 0 9 9 re f")
        drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        drawn.BBox = pikepdf.Array([0, 0, 9, 9])
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="nom",
            V="Diallo",
            F=4,
            Rect=pikepdf.Array([10, 10, 19, 19]),
            AP=pikepdf.Dictionary(N=made.make_indirect(drawn)),
        )
        widget = made.make_indirect(field)
        made.pages[0].obj.Annots = pikepdf.Array([widget])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([widget]))
        back = io.BytesIO()
        made.save(back)
    with pikepdf.open(io.BytesIO(kept(scanner, back.getvalue()))) as found:
        streams = [one.read_bytes() for one in found.objects if isinstance(one, pikepdf.Stream)]
        assert "/Annots" not in found.pages[0].obj
    assert b"1 0 0 rg 0 0 9 9 re f" in streams


def test_bytes_around_a_file_are_not_kept(scanner: Scanner) -> None:
    for content in (PDF, JPEG, PNG):
        assert MARK not in kept(scanner, content + b"<script>" + MARK + b"</script>")


def test_a_picture_loses_its_place_and_stays_upright(scanner: Scanner) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = MARK.decode()
    told = picture("JPEG", exif=exif, comment=MARK, icc_profile=MARK)
    assert told.count(MARK) == 3
    made = kept(scanner, told)
    with Image.open(io.BytesIO(made)) as found:
        assert (found.format, found.size) == ("JPEG", (40, 60))
        assert not found.getexif()
        pixel = found.convert("RGB").getpixel((35, 5))
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    assert (red > 200, green < 60, blue < 60) == (True, True, True)
    assert MARK not in made


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_pictures_of_every_ink(scanner: Scanner, mode: str) -> None:
    with Image.open(io.BytesIO(JPEG)) as image:
        back = io.BytesIO()
        image.convert(mode).save(back, "JPEG")
    with Image.open(io.BytesIO(kept(scanner, back.getvalue()))) as found:
        assert found.size == (60, 40)


def test_a_transparent_picture_stays_so(scanner: Scanner) -> None:
    with Image.open(io.BytesIO(PNG)) as image:
        faint = image.convert("RGBA")
        faint.putalpha(80)
        back = io.BytesIO()
        faint.save(back, "PNG")
    with Image.open(io.BytesIO(kept(scanner, back.getvalue()))) as found:
        assert found.getpixel((0, 0)) == (255, 0, 0, 80)


def test_a_pdf_that_only_forbids_printing_is_taken(scanner: Scanner) -> None:
    """Banks send such statements: it opens without a password, and is kept without the lock."""
    locked = pdf_of(encryption=pikepdf.Encryption(owner="a", user=""))
    with pikepdf.open(io.BytesIO(kept(scanner, locked))) as found:
        assert not found.is_encrypted


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (pdf_of(encryption=pikepdf.Encryption(owner="a", user="b")), examining.PROTECTED),
        (b"%PDF-1.7\n%%EOF", examining.DAMAGED),
        (pdf_of(0), examining.DAMAGED),
        (pdf_of(301), examining.TOO_LONG),
        (b"%PDF-1.7\n" + b"[" * 200_000, examining.DAMAGED),
        (JPEG[:200], examining.DAMAGED),
        (PNG[:60], examining.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + MARK, examining.DAMAGED),
        (zip_bomb_pdf(), examining.TOO_HEAVY),
        (png_bomb(), examining.TOO_HEAVY),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else f"{len(value)}",
)
def test_what_is_not_taken(scanner: Scanner, content: bytes, status: int) -> None:
    with pytest.raises(Rejected) as found:
        kept(scanner, content)
    assert found.value.sentence == REFUSED[status]
    assert kept(scanner, PDF)  # and the next one is looked at


def test_control_the_bombs_are_bombs() -> None:
    with pikepdf.open(io.BytesIO(zip_bomb_pdf())) as found:
        assert len(found.pages[0].Contents.read_bytes()) == 400_000_000
    assert len(png_bomb()) < 100_000
    assert len(zip_bomb_pdf()) < 500_000


def test_limits_hold_in_a_fork() -> None:
    """A file that makes its library swell, or run on, kills that fork and nothing else."""
    for swell in ("bytearray(2 << 30)", "sum(iter(int, 1))"):
        child = os.fork()
        if not child:
            try:
                confine(examining.LIMITS)
                # The control does not wait for twenty seconds.
                resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
                eval(swell)  # noqa: S307 - ours
            except MemoryError:
                os._exit(9)
            os._exit(0)
        _child, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) in (9, -signal.SIGXCPU, -signal.SIGKILL)


def test_a_limit_that_the_operator_has_set_lower_stays() -> None:
    """It cannot be raised, and is no reason to refuse every file."""
    child = os.fork()
    if not child:
        status = 1
        try:
            lower = examining.LIMITS.written // 2
            resource.setrlimit(resource.RLIMIT_FSIZE, (lower, lower))
            confine(examining.LIMITS)
            if resource.getrlimit(resource.RLIMIT_FSIZE) == (lower, lower):
                status = examining.examined(b"application/pdf", io.BytesIO(PDF), io.BytesIO())
        finally:
            os._exit(status)
    _child, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == examining.GOOD


TAKEN_OVER = """
import os, signal, sys, time
from pathlib import Path
from time import monotonic, sleep
from parcours.portal import examining

def endless(given, back):
    signal.alarm(0)
    held = [link.resolve().name for link in Path("/proc/self/fd").iterdir()]
    with Path(__file__).with_name("told").open("a") as told:
        print(os.getpid(), sum(name.startswith("socket:") for name in held), file=told)
    time.sleep(600)

examining.EXAMINED = {b"application/pdf": endless}
with examining.socket.socket(fileno=int(sys.argv[1])) as other:
    examining.serve(other)
"""


def test_a_fork_that_a_file_took_over_speaks_to_nobody_and_does_not_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stopped its own clock, and would have answered for the files of others."""
    (tmp_path / "taken_over.py").write_text(TAKEN_OVER)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(examining, "__name__", "taken_over")
    monkeypatch.setattr(examining, "LIMITS", replace(examining.LIMITS, seconds=1))
    monkeypatch.setattr(scanning, "PATIENCE", 1)
    with closing(Scanner(at_once=1)) as found, pytest.raises(Overloaded):
        kept(found, PDF)
    forks = [line.split() for line in (tmp_path / "told").read_text().splitlines()]
    assert [sockets for _pid, sockets in forks] == ["0", "0"]
    end = monotonic() + 10  # killed, they still have to leave
    while any(is_running(int(pid)) for pid, _sockets in forks):
        assert monotonic() < end, forks
        sleep(0.01)


def is_running(process: int) -> bool:
    """Not ended, and not waiting for somebody to hear that it has."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def test_an_examiner_that_dies_is_replaced(scanner: Scanner) -> None:
    assert kept(scanner, PDF)
    examiner = scanner._examiners.get()
    scanner._examiners.put(examiner)
    assert examiner._process
    first = examiner._process.pid
    os.kill(first, signal.SIGKILL)
    assert kept(scanner, PDF)
    assert examiner._process.pid != first


def test_what_a_fork_had_written_when_its_process_died_is_no_part_of_the_file() -> None:
    """It has written where its parent's file stands: the next one begins at the beginning."""
    examiner = scanning._Examiner()
    with closing(examiner), TemporaryFile() as given, TemporaryFile() as back:
        given.write(PDF)
        given.seek(0)
        examiner._started()
        assert examiner._process
        os.kill(examiner._process.pid, signal.SIGKILL)
        os.write(back.fileno(), b"half a document")
        assert examiner.status("application/pdf", given, back) == examining.GOOD
        back.seek(0)
        assert back.read().startswith(b"%PDF-")


def test_the_examiner_knows_nothing_of_this_process(scanner: Scanner) -> None:
    assert kept(scanner, PDF)
    examiner = scanner._examiners.get()
    scanner._examiners.put(examiner)
    assert examiner._process
    told = Path(f"/proc/{examiner._process.pid}/environ").read_bytes()
    assert {line.partition(b"=")[0] for line in told.split(b"\0") if line} <= {
        b"PYTHONPATH",
        b"LC_CTYPE",
    }


def test_too_many_files_at_once_are_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "WAITING", 0.05)
    with closing(Scanner(at_once=1)) as found:
        examiner = found._examiners.get()
        with pytest.raises(Overloaded):
            kept(found, PDF)
        found._examiners.put(examiner)
        assert kept(found, PDF)


# ClamAV


@contextmanager
def clamd(answer: bytes, heard: list[bytes], place: object = None) -> Iterator[str]:
    """A server that speaks INSTREAM, keeps what it is sent and answers that."""
    if place:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(place))
    else:
        server = socket.create_server(("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        while True:
            try:
                link, _address = server.accept()
            except OSError:
                return
            with link, link.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack(">I", sent.read(4))[0]:
                    content += sent.read(size)
                heard.append(content)
                link.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(place) if place else f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def test_clamd_is_sent_the_whole_file(tmp_path: Path) -> None:
    heard: list[bytes] = []
    content = os.urandom(200_000)
    with clamd(b"stream: OK\0", heard) as place:
        assert not Clamd(place).finds(io.BytesIO(content))
    with clamd(b"stream: Eicar FOUND\0", heard, tmp_path / "clamd") as place:
        assert Clamd(place).finds(io.BytesIO(content))
    assert heard == [content, content]


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"OK FOUNDRY\0"])
def test_clamd_that_cannot_say(answer: bytes) -> None:
    with clamd(answer, []) as place, pytest.raises(ClamdFailed):
        Clamd(place).finds(io.BytesIO(PDF))


def test_nothing_is_kept_unscanned() -> None:
    heard: list[bytes] = []
    with clamd(b"stream: OK\0", heard) as place, closing(Scanner(place)) as found:
        assert kept(found, PDF)
    assert heard == [PDF]
    with clamd(b"stream: x FOUND\0", heard) as place, closing(Scanner(place)) as found:
        with pytest.raises(Rejected) as refused:
            kept(found, PDF)
        assert refused.value.sentence == INFECTED
    with closing(Scanner("127.0.0.1:1")) as found:
        with pytest.raises(Rejected) as refused:
            kept(found, PDF)
        assert refused.value.sentence == NOT_SCANNED


@pytest.mark.parametrize(
    "name",
    ["a\r\nSet-Cookie: x=1.pdf", "photo\u202egpj.exe", "\x00.pdf", 'a"; b="c', "../é;.pdf", ""],
)
def test_a_download_s_header_holds_one_line(name: str) -> None:
    """Whatever its name: also one that nobody tidied, as a document's title."""
    disposition = download(b"", name, "application/pdf").headers["content-disposition"]
    before, _mark, after = disposition.partition("; filename*=UTF-8''")
    assert before.startswith('attachment; filename="')
    assert not set(before[len('attachment; filename="') : -1]) & set('"\\/\r\n;')
    assert after.isascii()
    assert not [sign for sign in ("%0A", "%0D", "%00", "%E2%80%AE", "\n") if sign in after]
