from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.journal.actions import enter
from governance.ledger.actions.accounts import open_account
from governance.lounge.actions.posts import add_reply
from governance.lounge.actions.threads import settle_thread, start_thread
from governance.lounge.inputs import ReplyInput
from governance.matters.actions.beginning import begin_matter
from governance.matters.actions.documents import add_document
from governance.matters.inputs import DocumentInput, MatterInput
from governance.matters.presets import LIFT
from governance.notices.actions.posting import post_notice, withdraw_notice
from governance.notices.actions.writing import discard_notice, draft_notice, edit_notice
from governance.search import actions
from governance.search.models import Passage
from governance.stories.actions.publishing import publish_story
from tests.factories import NoticeFactory
from tests.factories.canvass import make_draft_canvass
from tests.factories.ledger import account_input, make_confirmed_entry
from tests.factories.lounge import PostFactory, ThreadFactory, thread_input
from tests.factories.notices import notice_input
from tests.factories.stories import StoryFactory

SHEET = {"title": "换灯", "body": "周三**停电**半小时", "audience": "residents"}
FORM_DATA = {"kind": "worry", "title": "四楼转角", "text": "又堆了\n纸箱"}


def kept(building):
    """What stands in the index: (kind, number, title, beneath, text) of each passage."""
    rows = Passage.objects.filter(building=building).order_by("subject_type", "number")
    return list(rows.values_list("subject_type", "number", "title", "beneath", "text"))


def posted(building, leader, **more):
    return post_notice(draft_notice(building, notice_input(**SHEET | more), by=leader), by=leader)


def test_a_thread_is_found_by_what_was_said_first(building, resident):
    thread = start_thread(building, thread_input(**FORM_DATA), by=resident)
    assert kept(building) == [("lounge.thread", 1, "四楼转角", "", "又堆了 纸箱")]
    passage = Passage.objects.get()
    assert (passage.url, passage.audience) == (thread.get_absolute_url() + "#p1", "residents")
    assert passage.at == thread.last_post_at


def test_an_answer_is_found_by_itself_and_leads_to_its_place(building, resident):
    thread = start_thread(building, thread_input(**FORM_DATA), by=resident)
    post = add_reply(thread, ReplyInput(text="我来搬"), by=resident)
    assert kept(building)[1] == ("lounge.thread", 2, "", "四楼转角", "我来搬")
    assert Passage.objects.get(number=2).url == thread.url_of(post.number)


def test_an_answer_costs_two_statements_more_whatever_was_said_before(
    building, resident, django_assert_num_queries
):
    thread = ThreadFactory(building=building, posts=3)
    PostFactory.create_batch(1, thread=thread, number=3)
    line = enter(thread, "lounge.replied", by=resident)
    with django_assert_num_queries(2):
        actions.index_subject(line)
    assert [number for _kind, number, *_ in kept(building)] == [3]


def test_a_changed_notice_costs_three_statements_whatever_else_is_found(
    building, leader, django_assert_num_queries
):
    notice = posted(building, leader)
    ThreadFactory.create_batch(3, building=building)
    notice.body = "改到周四"
    notice.save()
    line = enter(notice, "notices.corrected", by=leader)
    Passage.objects.all().delete()
    with django_assert_num_queries(3):
        actions.index_subject(line)
    assert kept(building) == [("notices.notice", 1, "换灯", "", "改到周四")]


def test_what_did_not_change_is_not_written_again(building, resident, django_assert_num_queries):
    thread = start_thread(building, thread_input(**FORM_DATA), by=resident)
    line = enter(thread, "lounge.settled", by=resident)
    with django_assert_num_queries(2):
        actions.index_subject(line)


def test_what_is_no_longer_there_is_not_found(building, resident):
    thread = start_thread(building, thread_input(**FORM_DATA), by=resident)
    add_reply(thread, ReplyInput(text="我来搬"), by=resident)
    thread.title = "别的事"
    thread.save()
    PostFactory._meta.model.objects.filter(number=2).delete()
    settle_thread(thread, by=resident)
    assert kept(building) == [("lounge.thread", 1, "别的事", "", "又堆了 纸箱")]


def test_a_draft_is_not_found_and_a_posted_notice_is(building, leader):
    notice = draft_notice(building, notice_input(**SHEET), by=leader)
    assert kept(building) == []
    post_notice(notice, by=leader)
    assert kept(building) == [("notices.notice", 1, "换灯", "", "周三停电半小时")]
    assert Passage.objects.get().url == notice.get_absolute_url()


def test_a_corrected_notice_is_found_by_its_new_text_alone(building, leader):
    notice = posted(building, leader)
    edit_notice(
        notice,
        notice_input(notice, **SHEET | {"body": "改到周四", "audience": "public"}),
        version=1,
        by=leader,
    )
    assert kept(building) == [("notices.notice", 1, "换灯", "", "改到周四")]
    passage = Passage.objects.get()
    assert (passage.audience, "'周四'" in passage.tokens, "'周三'" in passage.tokens) == (
        "public",
        True,
        False,
    )


def test_a_withdrawn_or_discarded_notice_is_not_found(building, leader):
    withdraw_notice(posted(building, leader), reason="写错了", by=leader)
    discard_notice(draft_notice(building, notice_input(**SHEET), by=leader), by=leader)
    assert kept(building) == []


def test_a_notice_keeps_its_hours(building, leader):
    begins, ends = (timezone.now() + dt.timedelta(days=n) for n in (1, 2))
    posted(building, leader, shows_from=begins, expires_at=ends)
    passage = Passage.objects.get()
    assert (passage.at, passage.until, passage.over) == (begins, ends, False)


def test_what_no_room_registered_is_left_alone(building, leader):
    make_draft_canvass(building, leader)
    assert kept(building) == []


def test_only_the_beginning_of_an_overlong_text_is_found(building, leader):
    letters = "".join(chr(0x4E00 + n) for n in range(10_000)) + "ж" * 10_001
    posted(building, leader, body=letters)
    assert Passage.objects.get().text == letters[:20_000]


def everything():
    fields = [f.name for f in Passage._meta.fields if f.name != "id"]
    return list(Passage.objects.order_by("subject_type", "subject_id", "number").values(*fields))


def test_making_it_anew_gives_what_the_journal_gave(building, next_door, leader, resident):
    for place in (building, next_door):
        thread = start_thread(place, thread_input(**FORM_DATA), by=resident)
        add_reply(thread, ReplyInput(text="我来搬"), by=resident)
        notice = posted(place, leader)
        edit_notice(
            notice, notice_input(notice, **SHEET | {"body": "改到周四"}), version=1, by=leader
        )
        withdraw_notice(posted(place, leader), reason="写错了", by=leader)
        draft_notice(place, notice_input(**SHEET), by=leader)
    before = everything()
    Passage.objects.filter(building=building).update(title="旧的")
    NoticeFactory._meta.model.objects.filter(building=next_door).update(title="不是我们的")
    assert actions.reindex(building) == 3
    assert everything() == before


def test_matters_accounts_and_stories_are_found_without_making_the_index_anew(
    building, leader, core
):
    """After an upgrade nobody has to run ``reindex`` for them."""
    matter = begin_matter(building, MatterInput("装电梯", kind=LIFT), by=leader)
    add_document(matter, DocumentInput("钥匙登记表"), by=leader)
    account = open_account(building, account_input(), by=leader)
    make_confirmed_entry(account, by=leader, other=core)
    story = publish_story(StoryFactory(matter__building=building), by=leader)
    enter(story.matter, "matters.edited", by=leader)  # made by a factory, without a line of its own
    found = kept(building)
    assert {kind for kind, *_ in found} == {"ledger.account", "matters.matter", "stories.story"}
    actions.reindex(building)
    assert sorted(kept(building)) == sorted(found)


def test_passages_of_missing_objects_are_removed(building):
    Passage.objects.create(
        building=building,
        subject_type="notices.notice",
        subject_id=7,
        title="旧的",
        url="/",
        at=timezone.now(),
        tokens="",
    )
    assert actions.reindex(building) == 0
    assert kept(building) == []
