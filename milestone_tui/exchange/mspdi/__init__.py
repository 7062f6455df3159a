"""Plans of Microsoft Project, saved as XML (MSPDI)."""
