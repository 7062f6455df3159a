"""Days off from calendar files, and the public holidays of countries."""
