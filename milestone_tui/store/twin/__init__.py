"""The database's side of the text twin: its rows as records, and records written to its rows."""
