"""Where dossiers are kept: journals of plain JSON events, files, and what remains to be done."""
