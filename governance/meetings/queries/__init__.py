"""Reading the building's meetings, split by noun."""
