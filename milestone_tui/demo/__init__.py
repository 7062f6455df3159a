"""Made-up projects, in a throw-away database."""
