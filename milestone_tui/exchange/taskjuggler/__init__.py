"""TaskJuggler files."""
