"""Views of the charter room."""
