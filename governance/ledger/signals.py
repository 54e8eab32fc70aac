from __future__ import annotations

from django.dispatch import Signal

account_opened = Signal()
"""Arguments: ``account``, ``cause`` (the thing whose money it records, or None) and ``by``."""
