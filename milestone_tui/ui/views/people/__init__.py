"""People: what each owns, approves and works on."""
