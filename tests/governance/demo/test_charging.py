from __future__ import annotations

import pytest

from governance.demo import charging
from governance.matters.models import Matter
from tests.governance.demo.conftest import built_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    with built_demo(django_db_blocker, tmp_path_factory.mktemp("media")):
        yield


def test_one_matter_is_under_way_with_one_step_reached_and_one_late(demo):
    matter = Matter.objects.under_way().get(building__slug="114")
    assert matter.stage == "asked"
    reached = matter.milestones.get(state="done")
    assert reached.days_late == charging.DAYS_AGO - charging.COUNTED - 10
    late = matter.milestones.late().get()
    assert late.days_late == charging.DAYS_AGO - 30
    assert matter.promises.get().late is False
