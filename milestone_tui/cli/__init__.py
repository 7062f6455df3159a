"""The command line: `main` runs it, `commands` is the table of what can be done, each command is one file."""
