"""Signals of a canvass. They are sent inside the transaction, which a failing receiver rolls back."""

from __future__ import annotations

from django.dispatch import Signal

canvass_redrafted = Signal()  # canvass, changed: what was changed beside the days
canvass_announced = Signal()  # canvass, by: before anybody is told
canvass_opened = Signal()  # canvass, by
canvass_reworded = Signal()  # canvass, by: after the text changed
canvass_extended = Signal()  # canvass, by
canvass_published = Signal()  # canvass, passed, by
canvass_passed = Signal()  # canvass, by: after canvass_published, if every test holds
canvass_withdrawn = Signal()  # canvass, by
objection_met = Signal()  # objection: the household accepted what was offered
