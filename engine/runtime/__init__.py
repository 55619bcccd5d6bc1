"""What an embedder holds: procedures, a store and a clock, behind one small class."""

from .catalogue import UnknownProcedure
from .kept_effects import effect_of
from .runtime import Runtime, Sources, Told

__all__ = ["Runtime", "Sources", "Told", "UnknownProcedure", "effect_of"]
