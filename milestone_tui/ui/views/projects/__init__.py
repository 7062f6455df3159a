"""The portfolio: table and roadmap of all projects."""
