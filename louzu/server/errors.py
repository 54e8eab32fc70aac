"""Reasons for which the portal does not start."""

from __future__ import annotations


class StartError(Exception):
    """The portal cannot start or continue. The message is one sentence, or "" if it was written."""
