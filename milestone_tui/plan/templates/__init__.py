"""Plans to begin a project with."""
