"""Views of the lounge."""
