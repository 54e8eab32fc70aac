"""Door, fetch, act, answer; split by what people come for."""
