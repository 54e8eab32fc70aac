"""Views of the meetings room."""
