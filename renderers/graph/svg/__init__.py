"""The picture drawn to the point, with a layout of our own: the same bytes on every machine."""
