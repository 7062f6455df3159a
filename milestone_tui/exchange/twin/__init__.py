"""The text twin: one readable file for each project."""
