"""The square symbol of a 2D-DOC: which of its modules are black."""

from __future__ import annotations

from ppf.datamatrix import DataMatrix  # type: ignore[import-untyped]

MODULE_MM = 0.6
"""Side of a module; the standard asks for 0.4 mm at least. Of scans at 100 dpi, 2.4 points for a
module, one in a hundred is not read, by where the code lies; at 0.5 mm it was one in ten."""

QUIET_ZONE = 1
"""White modules that the standard asks for on each side, at least."""

MENTION = "2D-DOC"
"""What stands beside the symbol, so that people know what it is."""


def symbol(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules, true where black, without the quiet zone.

    DataMatrix ECC 200, square, in C40 alone (ISO/IEC 16022), as the standard asks. Raises
    ValueError for what C40 cannot hold, or for more than the greatest symbol holds.
    """
    rows = DataMatrix(text, codecs=["C40"]).matrix
    return tuple(tuple(bool(module) for module in row) for row in rows)
