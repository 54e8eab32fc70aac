"""Reading the charter, split by noun."""
