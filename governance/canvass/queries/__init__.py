"""Queries of the canvass room."""
