"""Drills: a real portal under load, a fault, and a count of what it acknowledged (docs/testing.md).

``python -m dev.drills`` runs every module of this folder that has a function ``drill``.
"""
