"""The command line: `main` runs it, `parser` reads what is typed."""
