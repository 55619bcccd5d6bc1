"""Told applicants: scenarios run through a procedure, and what they cover."""
