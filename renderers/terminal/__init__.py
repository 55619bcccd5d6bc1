"""Parcours in a terminal: commands that speak French, texts written to whoever reads."""
