"""What others may hear from the journal. Sent inside the transaction; a failing receiver undoes it."""

from __future__ import annotations

from django.dispatch import Signal

line_entered = Signal()  # line
