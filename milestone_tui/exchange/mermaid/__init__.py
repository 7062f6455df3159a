"""Mermaid diagrams."""
