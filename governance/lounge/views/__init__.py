"""The pages of the lounge, split by noun."""
