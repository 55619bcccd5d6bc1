"""The name of a file somebody sends, as everybody may read it afterwards."""

from __future__ import annotations

import re
import unicodedata

from ..source.wording import _

LONGEST_NAME = 100
SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
}


def tidy(name: str, media: str) -> str:
    """The name as its sender knows it, without what would deceive whoever reads it.

    No folder, no line end, nothing that turns the order of letters round or is no letter at all;
    the suffix is that of what the file is. Tidied again, it is the same.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(sign if sign.isprintable() else " " for sign in last)
    plain = re.sub(r'[<>:"|?*]', "_", " ".join(shown.split())).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or f".{suffix.lower()}" not in SUFFIXES[media]:
        stem, suffix = plain, SUFFIXES[media][0][1:]
    stem = stem.strip(" .")[: LONGEST_NAME - len(suffix) - 1].strip(" .") or _("document")
    return f"{stem}.{suffix}"
