"""Parcours turns a French administrative procedure, written as one YAML file, into software."""

from importlib import import_module

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "Files",
    "Folder",
    "InMemory",
    "Related",
    "Report",
    "Severity",
    "Span",
    "diagnose",
]

_HOMES = {
    "engine.analysis.diagnose": ("Report", "diagnose"),
    "engine.source.diagnostic": ("Diagnostic", "Related", "Severity"),
    "engine.source.files": ("Files", "Folder", "InMemory"),
    "engine.source.position": ("Span",),
}


def __getattr__(name: str) -> object:
    """Loaded when first used, so that `parcours --help` does not wait for the whole engine.

    `__init__.pyi` tells type checkers the same names.
    """
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{home}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
