"""Heads of requests, over a real line: none of them takes the others' time."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic, sleep

import httpx2
import pytest

from parcours.portal.bounding import MOST_HEAD, TOO_LONG
from parcours.tests.portal_window import Place, served

MEGABYTE = b"a" * 1_000_000
BEGUN = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
CHUNKED = b"POST /verifier HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(name="place", scope="module")
def shared_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with served(tmp_path_factory.mktemp("bounding")) as found:
        yield found


def line(place: Place) -> socket.socket:
    port = int(place.address.rpartition(":")[2])
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def heard(link: socket.socket) -> bytes:
    """All that is answered, until the other side has no more to say."""
    found = b""
    with suppress(ConnectionError):
        while piece := link.recv(65_536):
            found += piece
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    "pieces",
    [
        [BEGUN + b"X: ", *[MEGABYTE] * 60],
        [BEGUN, *[b"X: " + MEGABYTE[:1000] + b"\r\n"] * 60_000],
        [b"GET /", *[MEGABYTE] * 60],
        [MEGABYTE] * 60,
        [CHUNKED, b"1;", *[MEGABYTE] * 60],
        [CHUNKED, b"1\r\na\r\n0\r\nX: ", *[MEGABYTE] * 60],
    ],
    ids=["one header", "many headers", "an address", "a method", "an extension", "a trailer"],
)
def test_a_head_without_end_takes_nobody_s_time(place: Place, pieces: list[bytes]) -> None:
    def send() -> None:
        with line(place) as link, suppress(ConnectionError):
            for piece in pieces:
                link.sendall(piece)

    sending = threading.Thread(target=send)
    sending.start()
    slowest = 0.0
    while sending.is_alive():
        before = monotonic()
        assert httpx2.get(f"{place.address}/healthz", timeout=20).status_code == 200
        slowest = max(slowest, monotonic() - before)
        sleep(0.01)
    sending.join()
    assert slowest < 1


@pytest.mark.parametrize("count", [2, 40])
def test_what_is_too_long_is_told_and_the_line_closed(place: Place, count: int) -> None:
    """In one piece that ends, or in many that do not."""
    with line(place) as link:
        link.sendall(BEGUN + b"X: " + b"a" * MOST_HEAD * count)
        link.sendall(b"\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n")
        answer = heard(link)
    assert status(answer) == 431
    assert answer.endswith(TOO_LONG)
    assert answer.count(b"HTTP/1.1") == 1


def test_the_bound_is_the_same_in_one_piece_or_many(place: Place) -> None:
    """Of the address, names and values together."""
    room = MOST_HEAD - len(b"/healthz" + b"host" + b"x" + b"connection" + b"close" + b"x")
    for size, expected in ((room, 200), (room + 1, 431)):
        head = BEGUN + b"Connection: close\r\nX: " + b"a" * size + b"\r\n\r\n"
        for pieces in ([head], [head[:9_000], head[9_000:]]):
            with line(place) as link:
                for piece in pieces:
                    link.sendall(piece)
                    sleep(0.05)
                assert status(heard(link)) == expected, (size, len(pieces))


def test_bodies_and_lines_that_serve_again_are_not_counted(place: Place) -> None:
    with httpx2.Client(base_url=place.address, timeout=20) as client:
        headers = {"X-Long": "a" * (MOST_HEAD // 2)}
        for _time in range(5):
            assert client.get("/healthz", headers=headers).status_code == 200
        body = b"--x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n" + MEGABYTE
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        sent = body + b"\r\n--x--\r\n"
        small = (sent[at : at + 10] for at in range(0, len(sent), 10))
        for content in (sent, small):  # told beforehand, or chunk by chunk
            answer = client.post("/verifier", content=content, headers=kind)
            assert answer.status_code == 403  # read whole: it came from no page of ours
