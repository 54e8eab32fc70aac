"""The committee keeps its own kinds of matter with plain forms."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from governance.matters.models import CommitteeKind, CommitteeKindMilestone
from governance.matters.presets import LIFT
from governance.matters.queries.kinds import kind_in
from tests.factories import OfficeFactory
from tests.factories.milestones import CommitteeKindFactory, CommitteeKindMilestoneFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:matters_committeekind_changelist")
ADD = reverse("admin:matters_committeekind_add")
COPY = reverse("admin:matters_committeekind_copy")


def change_url(kind):
    return reverse("admin:matters_committeekind_change", args=[kind.pk])


def typed(neighbourhood, *rows, **more):
    """Return the form with rows of milestones, as a browser sends it."""
    data = {
        "neighbourhood": neighbourhood.pk,
        "name": "修雨棚",
        "sentence": "门口的雨棚",
        "milestones-TOTAL_FORMS": len(rows),
        "milestones-INITIAL_FORMS": sum("id" in row for row in rows),
        **more,
    }
    for number, row in enumerate(rows):
        data |= {f"milestones-{number}-{name}": value for name, value in row.items()}
    return data


def test_a_committee_writes_a_kind_that_its_buildings_can_choose(enter, building, staff):
    rows = (
        {"number": 1, "title": "量好尺寸", "days": 3, "documents": "尺寸单\n报价单"},
        {"number": 2, "title": "表决过", "canvass": "ordinary", "period": "stairwell"},
    )
    answer = enter("staff").post(ADD, typed(building.neighbourhood, *rows))
    assert answer.status_code == 302
    kind = kind_in(building, f"own:{CommitteeKind.objects.get().pk}")
    assert [(one.title, one.days, one.canvass, one.period) for one in kind.milestones] == [
        ("量好尺寸", 3, "", ""),
        ("表决过", None, "ordinary", "stairwell"),
    ]
    assert kind.milestones[0].documents == ("尺寸单", "报价单")


def test_a_new_kind_is_ready_to_be_typed(enter, building, staff):
    page = enter("staff").get(ADD)
    form = page.context["adminform"].form
    assert form["neighbourhood"].value() == building.neighbourhood_id
    assert page.text.index('name="retired_on"') > page.text.index("以后不用了")
    assert "<details" in page.text.partition("以后不用了")[0]
    (steps,) = page.context["inline_admin_formsets"]
    assert len(steps.formset.forms) == 3
    rows = [{"title": title} for title in ("量好尺寸", "表决过")] + [{"title": ""}]
    assert enter("staff").post(ADD, typed(building.neighbourhood, *rows)).status_code == 302
    kind = CommitteeKind.objects.get()
    assert list(kind.milestones.values_list("number", "title")) == [(1, "量好尺寸"), (2, "表决过")]
    more = [
        {"id": row.pk, "kind": kind.pk, "number": row.number, "title": row.title}
        for row in kind.milestones.all()
    ]
    data = typed(building.neighbourhood, *more, {"kind": kind.pk, "title": "装好"})
    assert enter("staff").post(change_url(kind), data).status_code == 302
    assert kind.milestones.get(title="装好").number == 3


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"number": 1, "title": ""}, "请写“做到哪一步”。"),
        ({"number": 1, "title": "看", "canvass": "none"}, "这一项现在不能选，请重新选。"),
        ({"number": 1, "title": "看", "days": 99999}, "3650"),
        ({"number": 1, "title": "看", "documents": "长" * 81}, "最多80个字"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_row(enter, building, staff, row, error):
    page = enter("staff").post(ADD, typed(building.neighbourhood, {"days": 1, **row}))
    assert page.status_code == 200
    assert error in page.text
    assert not CommitteeKind.objects.exists()


def test_two_kinds_in_use_have_two_names(enter, building, staff):
    CommitteeKindFactory(neighbourhood=building.neighbourhood, name="修雨棚")
    page = enter("staff").post(ADD, typed(building.neighbourhood))
    assert "已经有一种叫这个名字了" in page.text


def test_a_kind_is_changed_and_a_row_taken_out(enter, building, staff):
    kind = CommitteeKindFactory(neighbourhood=building.neighbourhood, name="修雨棚")
    row = CommitteeKindMilestoneFactory(kind=kind, number=1, title="量")
    rows = ({"id": row.pk, "kind": kind.pk, "number": 1, "title": "量", "DELETE": "on"},)
    answer = enter("staff").post(
        change_url(kind), typed(building.neighbourhood, *rows, retired_on="2026-01-01")
    )
    assert answer.status_code == 302
    assert not CommitteeKindMilestone.objects.exists()
    assert kind_in(building, f"own:{kind.pk}") is None


def test_a_kind_is_begun_as_a_copy_of_the_portals(enter, building, staff):
    client = enter("staff")
    assert "照着现成的一类新建" in client.get(LIST).text
    page = client.get(COPY)
    assert "加装电梯" in page.text
    data = {"kind": "lift", "neighbourhood": building.neighbourhood_id}
    for _twice in range(2):
        answer = client.post(COPY, data)
    made = CommitteeKind.objects.latest("pk")
    assert answer.url == change_url(made)
    assert made.name == "加装电梯（我们的做法）2"
    assert made.milestones.count() == len(LIFT.milestones)
    assert "监理合同" in made.milestones.get(number=9).documents
    assert LogEntry.objects.filter(user=staff, object_id=made.pk).exists()
    assert client.get(answer.url).status_code == 200


def test_another_committee_neither_sees_nor_changes_it(enter, building, staff, foreign_staff):
    kind = CommitteeKindFactory(neighbourhood=building.neighbourhood, name="修雨棚")
    client = enter("foreign_staff")
    assert "修雨棚" not in client.get(LIST).text
    assert client.get(change_url(kind)).status_code == 302
    data = {"kind": "lift", "neighbourhood": building.neighbourhood_id}
    assert "errorlist" in client.post(COPY, data).text
    assert "errorlist" in client.post(COPY, {"kind": "lift", "neighbourhood": "x"}).text
    assert CommitteeKind.objects.get() == kind


@pytest.mark.parametrize(("persona", "status"), [("leader", 302), ("resident", 302)])
def test_only_the_committee_gets_in(enter, request, persona, status):
    request.getfixturevalue(persona)
    assert enter(persona).get(COPY).status_code == status


def test_who_serves_two_neighbourhoods_says_for_which(enter, building, staff):
    other = OfficeFactory(user=staff, staff=True).neighbourhood
    page = enter("staff").get(COPY)
    assert page.text.count("<option") == 5 + 2
    enter("staff").post(COPY, {"kind": "repair", "neighbourhood": other.pk})
    assert CommitteeKind.objects.get().neighbourhood == other
