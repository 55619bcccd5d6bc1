"""One person's request: what was done (events), and what it comes to (the fold of them)."""
