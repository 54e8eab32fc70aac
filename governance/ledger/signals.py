from __future__ import annotations

from django.dispatch import Signal

account_opened = Signal()
"""Arguments: ``account``, ``cause`` (the thing whose money it records, or None) and ``by``."""
payment_checked = Signal()
"""Argument: ``account``, before what a flat paid is entered in it. A receiver returns a question that is
asked first, or ""."""
shares_looked_up = Signal()
"""Argument: ``account``. A receiver returns a dict of what each flat bears by shares that were agreed to,
in fen, or None."""
