"""The condition language: one line, typed, total, without side effects."""
