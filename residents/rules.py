"""Who may do what, found here by the discovery of rules."""

from residents.people import rules

__all__ = ["rules"]
