"""The command line: `main` runs it, `commands` lists the commands, and each command is one file."""
