"""What the machine refuses, said in French."""

import errno
import os
from socket import EAI_NONAME, gaierror

import pytest

from parcours.renderers.terminal.reasons import reason


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.EACCES, "vous n’en avez pas le droit"),
        (errno.EPERM, "vous n’en avez pas le droit"),
        (errno.EISDIR, "c’est un dossier"),
        (errno.EEXIST, "un fichier de ce nom est déjà là"),
        (errno.ENOTDIR, "un fichier de ce nom est déjà là"),
        (errno.ENOENT, "il n’existe pas, ou son dossier n’existe pas"),
        (errno.ENOSPC, "il n’y a plus de place"),
        (errno.EROFS, "ce disque ne se laisse pas écrire"),
        (errno.EADDRINUSE, "une autre application l’occupe déjà"),
        (errno.EADDRNOTAVAIL, "cette adresse n’est pas celle de cette machine"),
        (errno.EMLINK, os.strerror(errno.EMLINK)),
    ],
)
def test_codes_of_the_system(code: int, expected: str) -> None:
    assert reason(OSError(code, os.strerror(code))) == expected


def test_names_and_what_has_no_code() -> None:
    unknown = gaierror(EAI_NONAME, "Name or service not known")
    assert reason(unknown) == "ce nom de machine ne se trouve pas"
    assert reason(OSError("broken")) == "broken"
