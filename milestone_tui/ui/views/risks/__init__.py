"""Risks: the register of risks, issues, assumptions and decisions, and the matrix of what is open."""
