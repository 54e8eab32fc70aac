"""Signals of the journal. They are sent inside the transaction, which a failing receiver rolls
back."""

from __future__ import annotations

from django.dispatch import Signal

line_entered = Signal()  # line
