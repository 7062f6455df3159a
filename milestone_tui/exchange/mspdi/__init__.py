"""Microsoft Project XML files (MSPDI)."""
