"""A table of plain text, for people."""
