"""How large a campaign of generated examples is: short at every change, full when asked for."""

import os

LONG = os.environ.get("PARCOURS_LONG") == "1"


def count(reduced: int, full: int) -> int:
    """How many examples a campaign draws: `full` under PARCOURS_LONG=1, `reduced` otherwise."""
    return full if LONG else reduced
