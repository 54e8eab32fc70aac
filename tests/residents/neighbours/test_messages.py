from __future__ import annotations

import pytest

from governance.inbox.models import Message
from governance.inbox.queries.types import message_type
from residents.joining.actions.joining import enroll_neighbour, undo_joining
from residents.people.actions.offices import appoint
from tests.factories.inbox import news_of

pytestmark = pytest.mark.django_db


def test_a_household_learns_who_joined_until_it_is_undone(household, resident, leader):
    joining = enroll_neighbour(household, shown_name="小王", by=leader)
    message = Message.objects.get()
    assert (message.type, "小王" in str(message.values)) == ("residents.enrolled", False)
    kind = message_type(message.type)
    told = kind.recipients_of(kind.load(joining.pk))
    assert {one.user_id for one in told} == {resident.pk}
    assert news_of(resident) == []  # the room lists it, with the name
    undo_joining(joining, by=leader)
    assert not Message.objects.valid().exists()


def test_a_new_office_is_news_for_its_holder(building, leader, resident):
    appoint(resident, kind="volunteer", place=building, by=leader)
    assert news_of(resident) == ["residents.appointed"]
