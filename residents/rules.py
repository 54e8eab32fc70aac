"""Permissions of residents, imported for the autodiscovery of rules."""

from residents.people import rules

__all__ = ["rules"]
