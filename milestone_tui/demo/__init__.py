"""Sample projects, in a temporary database."""
