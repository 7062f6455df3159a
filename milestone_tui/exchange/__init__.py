"""How plans come in and go out: one file a format, bytes on one side, plan values on the other."""
