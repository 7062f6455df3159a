"""All projects: the table and the roadmap."""
