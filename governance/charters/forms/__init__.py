"""Forms of the charter room."""
