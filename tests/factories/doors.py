from __future__ import annotations

from governance.doors.actions.knocking import record_knock
from tests.factories.canvass import make_open_canvass
from tests.factories.residents import HouseholdFactory


def make_knock_with_marker(building, user, word):
    """A note at a door, at which a question is open, with ``word`` in both."""
    home = HouseholdFactory(building=building)
    tell = {"purpose": "tell", "preset": "tell"}
    canvass = make_open_canvass(building, user, **tell, question=word, body=word)
    knock = record_knock(home.flat, home, outcome="note", note=word, by=user)
    return {"pk": home.flat_id, "canvass": canvass.pk, "knock": knock.pk}
