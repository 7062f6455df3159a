"""The migrations of the schema: numbered steps, and what runs them. Loaded only where a file is not up to date."""
