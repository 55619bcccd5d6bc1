"""The procedure: what an author wrote, read into definitions."""
