"""What the project measures: `make bench` prints it."""
