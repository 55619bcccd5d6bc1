"""From what is known to what is read: one folder for each way of showing it."""
