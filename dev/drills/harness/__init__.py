"""The parts of a drill: a portal, a building with people, writers, and the check afterwards."""
