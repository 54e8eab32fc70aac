"""Queries of the charter room."""
