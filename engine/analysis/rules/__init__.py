"""One file per rule; this folder is the registry."""
