"""Templates: plans to create projects from."""
