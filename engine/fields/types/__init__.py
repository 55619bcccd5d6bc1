"""One file per field type; this folder is the registry."""
