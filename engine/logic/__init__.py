"""Exact reasoning on conditions: what may be, what always is, and an applicant for whom it is."""

from .diagram import FALSE, TRUE, Formula, TooIntricate
from .space import Asked, Space

__all__ = ["FALSE", "TRUE", "Asked", "Formula", "Space", "TooIntricate"]
