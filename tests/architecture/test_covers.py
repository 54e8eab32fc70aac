"""What fewer people may read is named to them no more: neither in the journal nor in the search."""

from __future__ import annotations

import pytest
from django.apps import apps

from governance.journal.models import Line
from governance.journal.queries import latest_lines_in
from governance.lounge.actions.moderation import hide_post
from governance.lounge.actions.threads import start_thread
from governance.lounge.models import Post
from governance.matters.actions.documents import add_document, show_document_to
from governance.matters.inputs import DocumentInput
from governance.matters.models import Matter
from governance.matters.queries.ties import ties_of
from governance.matters.queries.timeline import latest_lines_of
from governance.notices.actions.posting import post_notice
from governance.notices.actions.writing import draft_notice, edit_notice
from governance.notices.inputs import NoticeInput
from governance.notices.models import Notice
from governance.search.models import Passage
from governance.stories.actions.publishing import publish_story, withdraw_story
from residents.models import Standing
from residents.people.rules import standing_of
from tests.factories.lounge import thread_input
from tests.factories.matters import MatterFactory
from tests.factories.stories import StoryFactory


def timeline_of(matter, standing):
    return latest_lines_of(matter, ties_of(matter), standing)


pytestmark = pytest.mark.django_db
WORD = "不该再看到的名字"


def _hide_document(building, leader, _resident):
    document = add_document(MatterFactory(building=building), DocumentInput(WORD), by=leader)
    yield
    show_document_to(document, "leaders", by=leader)
    yield
    show_document_to(document, "residents", by=leader)
    yield


def _withdraw_story(building, leader, _resident):
    story = publish_story(StoryFactory(matter__building=building, title=WORD), by=leader)
    yield
    withdraw_story(story, by=leader)


def _hide_thread(building, leader, resident):
    thread = start_thread(
        building, thread_input(title=WORD, text="四楼", kind="worry"), by=resident
    )
    yield
    hide_post(Post.objects.get(thread=thread), by=leader, reason="不合适")


def _keep_notice_in_the_house(building, leader, _resident):
    def correct(audience):
        fresh = Notice.objects.get(pk=notice.pk)
        data = NoticeInput(WORD, "七楼", audience)
        edit_notice(fresh, data, version=fresh.version, by=leader)

    notice = draft_notice(building, NoticeInput(WORD, "七楼", "public"), by=leader)
    post_notice(notice, by=leader)
    yield
    correct("residents")
    yield
    correct("public")
    yield


NARROWED = {
    "lounge.post": _hide_thread,
    "lounge.thread": _hide_thread,
    "matters.document": _hide_document,
    "notices.notice": _keep_notice_in_the_house,
    "stories.story": _withdraw_story,
}
APART = {
    "journal.line": "is only added",
    "search.passage": "is written anew with its thing",
}


def test_everything_whose_readers_may_become_fewer_is_known():
    found = {
        model._meta.label_lower
        for model in apps.get_models()
        if model.__module__.startswith("governance.")
        and {"audience", "hidden"} & {field.name for field in model._meta.get_fields()}
    }
    assert found == NARROWED.keys() | APART.keys()


@pytest.mark.parametrize("narrowed", sorted(set(NARROWED.values()), key=lambda one: one.__name__))
def test_its_name_is_told_no_more_and_comes_back(building, leader, resident, narrowed):
    """A notice is taken back from visitors alone, all others from the neighbours."""
    reader = (
        Standing() if narrowed is _keep_notice_in_the_house else standing_of(resident, building)
    )

    def told():
        lines = latest_lines_in(building, reader, count=50)
        passages = Passage.objects.all() if reader.member else Passage.objects.readable_by(reader)
        words = [f"{one.title}{one.text}" for one in passages]
        return WORD in "".join([*(line.text for line in lines), *words])

    steps = narrowed(building, leader, resident)
    next(steps)
    assert told()
    shown_again = next(steps, "over") != "over"
    assert Line.objects.filter(building=building, subject_title=WORD).exists()
    assert not told()
    if shown_again:
        next(steps)
        assert told()


def test_members_go_on_reading_the_name_of_a_notice_for_residents(building, leader, resident):
    steps = _keep_notice_in_the_house(building, leader, resident)
    next(steps)
    next(steps)
    lines = latest_lines_in(building, standing_of(resident, building), count=50)
    assert all(WORD in line.text for line in lines)
    assert len(lines) == 2


@pytest.mark.parametrize("narrowed", sorted(set(NARROWED.values()), key=lambda one: one.__name__))
def test_leaders_read_the_name_of_a_document_that_they_may_read(
    building, leader, staff, resident, core, narrowed
):
    """In the journal and on the page of the matter. Nobody else does, and what was withdrawn or hidden
    stays covered for all."""
    steps = narrowed(building, leader, resident)
    next(steps)
    next(steps, None)

    def reads(user):
        standing = standing_of(user, building)
        lines = latest_lines_in(building, standing, count=50)
        matters = Matter.objects.filter(building=building)
        lines += [one for matter in matters for one in timeline_of(matter, standing)]
        return WORD in "".join(line.text for line in lines)

    told = {user for user in (leader, staff, resident, core) if reads(user)}
    expected = {
        _hide_document: {leader, staff},
        _keep_notice_in_the_house: {leader, staff, resident, core},
    }
    assert told == expected.get(narrowed, set())
