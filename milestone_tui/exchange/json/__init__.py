"""JSON, for scripts."""
