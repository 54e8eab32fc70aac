"""The pages of the meetings, split by what people do there."""
