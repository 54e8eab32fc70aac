"""Queries of the meetings room."""
