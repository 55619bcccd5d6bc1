"""Names of files that people send: recognised by their sender, deceiving nobody."""

from __future__ import annotations

import pytest

from parcours.engine.dossier.file_name import LONGEST_NAME, tidy


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("avis d’impôt 2025.pdf", "avis d’impôt 2025.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\moi\\Bail.PDF", "Bail.PDF"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ("photo\u202egpj.exe", "photo gpj.exe.pdf"),
        ("\x00\x1b[31m.pdf", "[31m.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("{{ 7*7 }}.pdf", "{{ 7_7 }}.pdf"),
        ("..", "document.pdf"),
        ("", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("passeport.jpg", "passeport.jpg.pdf"),
        ("e\u0301tat.pdf", "état.pdf"),
        ("re\udce7u.pdf", "re u.pdf"),
        ("a" * 10**6, "a" * (LONGEST_NAME - 4) + ".pdf"),
        ("é" * 300 + ".pdf", "é" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_names_deceive_nobody(told: str, shown: str) -> None:
    assert tidy(told, "application/pdf") == shown
    assert len(shown) <= LONGEST_NAME
    assert tidy(shown, "application/pdf") == shown


def test_a_suffix_is_that_of_the_file() -> None:
    assert tidy("scan.JPEG", "image/jpeg") == "scan.JPEG"
    assert tidy("scan.pdf", "image/jpeg") == "scan.pdf.jpg"
    assert tidy("scan.png", "image/png") == "scan.png"
