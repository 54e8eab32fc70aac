"""Reading a canvass, split by noun."""
