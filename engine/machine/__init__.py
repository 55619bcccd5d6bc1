"""What may happen next: the transition table of a procedure, and the machine that follows it."""
