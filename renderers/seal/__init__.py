"""Signed codes drawn, found again in a file, and judged; the keys and certificates for both."""
