"""Templates, and new projects from them."""
