"""Days off of a project."""
