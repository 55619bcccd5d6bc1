"""One screen for one person, free of any medium: complete enough that no renderer needs more."""
