"""What others may hear from a canvass. Sent inside the transaction; a failing receiver undoes it."""

from __future__ import annotations

from django.dispatch import Signal

canvass_opened = Signal()  # canvass, by
canvass_reworded = Signal()  # canvass, by: its text is another one now
canvass_extended = Signal()  # canvass, by
canvass_published = Signal()  # canvass, passed, by
canvass_passed = Signal()  # canvass, by: after canvass_published, when every test holds
canvass_withdrawn = Signal()  # canvass, by
