"""Screens rendered one by one or together: those of a scenario, of a dossier, or a blank one."""
