from __future__ import annotations

import pytest

from governance.demo import charging
from governance.matters.models import Matter

pytestmark = pytest.mark.django_db


def test_one_matter_is_under_way_with_one_step_reached_and_one_late(demo):
    matter = Matter.objects.under_way().get(building__slug="114")
    assert matter.stage == "asked"
    reached = matter.milestones.get(state="done")
    assert reached.days_late == charging.DAYS_AGO - charging.COUNTED - 10
    late = matter.milestones.late().get()
    assert late.days_late == charging.DAYS_AGO - 30
    assert matter.promises.get().late is False
