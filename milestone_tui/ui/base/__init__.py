"""What screens and panels are built on."""
