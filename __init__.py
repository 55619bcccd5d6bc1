"""Parcours turns a French administrative procedure, written as one YAML file, into software."""

from importlib import import_module

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "Files",
    "Folder",
    "InMemory",
    "NotAllowed",
    "Page",
    "Related",
    "Report",
    "Runtime",
    "Severity",
    "Sources",
    "Span",
    "Store",
    "StoreError",
    "Told",
    "Translations",
    "UnknownProcedure",
    "UnreadableJournal",
    "check",
    "commands",
    "diagnose",
    "effect_of",
    "open_store",
    "read_translations",
    "translated",
]

_HOMES = {
    "engine.analysis.diagnose": ("Report", "check", "diagnose"),
    "engine.analysis.translation": ("Translations", "read_translations", "translated"),
    "engine.dossier": ("commands",),
    "engine.dossier.not_allowed": ("NotAllowed",),
    "engine.page.page": ("Page",),
    "engine.runtime.catalogue": ("UnknownProcedure",),
    "engine.runtime.kept_effects": ("effect_of",),
    "engine.runtime.runtime": ("Runtime",),
    "engine.runtime.sources": ("Sources", "Told"),
    "engine.source.diagnostic": ("Diagnostic", "Related", "Severity"),
    "engine.source.files": ("Files", "Folder", "InMemory"),
    "engine.source.position": ("Span",),
    "engine.store.errors": ("StoreError", "UnreadableJournal"),
    "engine.store.open": ("open_store",),
    "engine.store.store": ("Store",),
}


def __getattr__(name: str) -> object:
    """Loaded when first used, so that `parcours --help` does not wait for the whole engine.

    `__init__.pyi` tells type checkers the same names.
    """
    for home, names in _HOMES.items():
        if name in names:
            module = import_module(f".{home}", __name__)
            return getattr(module, name, None) or import_module(f".{home}.{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
