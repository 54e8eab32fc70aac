from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.notices.forms.circulars import CircularForm
from residents.models import Building, User
from tests.factories import BuildingFactory, OfficeFactory

pytestmark = pytest.mark.django_db
TEXT = {"title": "停水", "body": "周三", "audience": "residents", "whom": "every"}


@pytest.fixture(scope="module")
def tagged(cast):
    """Tags: 114 has 高层 and 有电梯, 115 has 高层, 116 has none, 117 is closed."""
    Building.objects.filter(pk=cast.building.pk).update(tags=["高层", "有电梯"])
    Building.objects.filter(pk=cast.next_door.pk).update(tags=["高层"])
    for slug, more in (("116", {}), ("117", {"until": timezone.localdate(), "tags": ["高层"]})):
        BuildingFactory(
            slug=slug, door_number=slug, neighbourhood=cast.building.neighbourhood, **more
        )


def circular(cast, by=None, **data):
    user = User.objects.get(pk=(by or cast["staff"]).pk)
    return CircularForm(user, {**TEXT, "neighbourhood": cast.building.neighbourhood_id, **data})


def slugs(form):
    return sorted(building.slug for building in form.addressed) if form.is_valid() else form.errors


@pytest.mark.parametrize(
    ("tags", "found"),
    [(["高层"], ["114", "115"]), (["有电梯"], ["114"]), (["有电梯", "高层"], ["114", "115"])],
)
def test_a_circular_goes_to_all_buildings_with_one_of_the_tags(cast, tagged, tags, found):
    assert slugs(circular(cast, whom="tagged", tags=tags)) == found


def test_a_circular_goes_to_every_building_that_is_not_closed(cast, tagged):
    assert slugs(circular(cast)) == ["114", "115", "116"]


def test_a_circular_may_have_an_event_that_ends_after_it_begins(cast, tagged):
    start, end = "2030-11-25T09:00", "2030-11-25T08:00"
    letter = circular(cast, happens_from=end, happens_until=start, urgent="on")
    assert letter.is_valid()
    data = letter.to_input()
    assert (data.happens_until - data.happens_from, data.urgent) == (dt.timedelta(hours=1), True)
    wrong = circular(cast, happens_from=start, happens_until=end)
    assert wrong.errors == {"happens_until": ["结束的时间要晚于开始的时间。"]}


@pytest.mark.parametrize("whom", ["tagged", "listed"])
def test_a_circular_to_nobody_is_refused_in_a_sentence(cast, tagged, whom):
    assert slugs(circular(cast, whom=whom)) == {"whom": ["请至少选一栋楼。"]}


def test_ticked_buildings_have_no_effect_unless_they_are_asked_for(cast, tagged):
    ticked = {"buildings": [cast.next_door.pk]}
    assert slugs(circular(cast, whom="listed", **ticked)) == ["115"]
    assert slugs(circular(cast, **ticked)) == ["114", "115", "116"]


def test_a_closed_building_and_an_unknown_tag_are_no_choices(cast, tagged):
    closed = Building.objects.get(slug="117")
    assert list(slugs(circular(cast, whom="listed", buildings=[closed.pk]))) == ["buildings"]
    assert list(slugs(circular(cast, whom="tagged", tags=["别墅"]))) == ["tags"]


def test_a_building_of_another_neighbourhood_is_out_of_reach(cast, tagged):
    office = OfficeFactory(user=cast["staff"], staff=True)
    there = BuildingFactory(slug="far", neighbourhood=office.neighbourhood)
    both = circular(cast, neighbourhood=office.neighbourhood_id)
    assert slugs(both) == ["far"]
    crossed = circular(cast, whom="listed", buildings=[there.pk])
    assert slugs(crossed) == {"whom": ["请至少选一栋楼。"]}
    foreign = circular(cast, by=cast["foreign_staff"])
    assert list(slugs(foreign)) == ["neighbourhood"]


def test_who_serves_no_neighbourhood_can_choose_none(cast, tagged):
    form = circular(cast, by=cast["leader"])
    assert not form.fields["neighbourhood"].queryset.exists()
    assert not form.is_valid()


@pytest.mark.parametrize(("minutes", "valid"), [(-1, False), (2, True)])
def test_a_circular_comes_down_after_now(cast, tagged, minutes, valid):
    at = timezone.localtime(timezone.now() + dt.timedelta(minutes=minutes))
    form = circular(cast, expires_at=f"{at:%Y-%m-%dT%H:%M}")
    assert form.is_valid() is valid
    assert list(form.errors) == ([] if valid else ["expires_at"])


def test_the_digest_shows_that_other_buildings_are_addressed_than_before(cast, tagged):
    def digest():
        form = circular(cast)
        assert form.is_valid()
        return form.digest

    before = digest()
    assert digest() == before
    Building.objects.filter(slug="116").update(until=timezone.localdate())
    assert digest() != before


def test_what_is_sent_has_the_typed_text_and_no_more(cast, tagged):
    form = circular(cast, asks="on")
    assert form.is_valid()
    data = form.to_input()
    assert (data.title, data.body, data.asks, data.expires_at) == ("停水", "周三", True, None)
    assert (data.audience, data.files) == ("residents", ())
