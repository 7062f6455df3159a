"""Reading plans and days off from files, and writing milestones and projects: one folder per format."""
