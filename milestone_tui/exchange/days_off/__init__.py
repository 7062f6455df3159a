"""Days off: of calendar files and of countries."""
