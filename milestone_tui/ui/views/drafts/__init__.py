"""What was typed and not saved by an earlier program."""
