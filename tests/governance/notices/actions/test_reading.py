from __future__ import annotations

import pytest

from governance.canvass.models import Visit
from governance.notices.actions import reading
from governance.notices.models import Reading
from tests.factories.canvass import voice_of

pytestmark = pytest.mark.django_db


def test_saying_that_one_knows_is_reading_and_being_told(asking, household, resident):
    voice = voice_of(asking.canvass, household)
    for _ in range(2):
        reading.acknowledge_notice(asking, asking.canvass, [voice], by=resident)
    assert (Visit.objects.get().voice, Reading.objects.get().user) == (voice, resident)
