"""Text, places in it, the tree read from YAML, and what is wrong with it."""
