"""What an embedder holds: procedures, a store and a clock, behind one small class."""

from .catalogue import UnknownProcedure
from .export import Export
from .kept_effects import effect_of
from .outbox import Outbox
from .requests import Request, Requests
from .runtime import Runtime
from .sources import Sources, Told
from .story import Moment

__all__ = [
    "Export",
    "Moment",
    "Outbox",
    "Request",
    "Requests",
    "Runtime",
    "Sources",
    "Told",
    "UnknownProcedure",
    "effect_of",
]
