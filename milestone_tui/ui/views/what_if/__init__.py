"""What a move does, before it is saved."""
