"""Parcours turns a French administrative procedure, written as one YAML file, into software."""

__version__ = "0.1.0"
