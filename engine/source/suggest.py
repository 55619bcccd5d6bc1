"""« Vouliez-vous … ? »: the known word nearest to a misspelt one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one known word close enough to be what was meant, or None.

    Close: at most one edit for every three letters (two neighbours swapped are one edit), case and
    accents free. Ties go to the same first letter, then to the alphabet, so the answer is stable.
    """
    folded = _folded(word)[:100]
    allowed = max(1, min(3, len(folded) // 3))
    ranked = sorted(
        (distance, known_word[:1] != word[:1], known_word)
        for known_word in set(known)
        if known_word != word
        and abs(len(known_word) - len(folded)) <= allowed
        and (distance := edits(folded, _folded(known_word), allowed)) <= allowed
    )
    return ranked[0][2] if ranked else None


def edits(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps from left to right (optimal string alignment);
    anything above the limit is told as limit + 1."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, row = row, current
    return row[-1]


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
