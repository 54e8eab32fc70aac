"""Input, cleaned, split by noun."""
