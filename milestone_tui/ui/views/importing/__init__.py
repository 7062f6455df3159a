"""Importing a plan: the panel that asks for the file, and the preview of what the import would do."""
