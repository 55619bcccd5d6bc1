"""What an embedder holds: procedures, a store and a clock, behind one small class."""

from .runtime import Runtime, Sources, Told

__all__ = ["Runtime", "Sources", "Told"]
