"""What was promised about a matter: written for neighbours, kept, or not needed any longer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions import answering, counting, objecting
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Objection
from governance.inbox.models import Message
from governance.matters.actions import promises, stages
from governance.matters.actions.beginning import begin_matter
from governance.matters.actions.ties import tie_thing
from governance.matters.inputs import MatterInput, PromiseInput
from governance.matters.models import Promise
from governance.matters.queries.promises import promises_of
from louzu.lib.errors import Refused, Stale
from residents.models import Standing
from residents.rooms.waiting import thing_of
from tests.factories.canvass import make_open_canvass, move_past_deadline, voice_of
from tests.factories.matters import MatterFactory, PromiseFactory, make_matter_from

pytestmark = pytest.mark.django_db
NEIGHBOUR, LEADER = Standing(households=(1,)), Standing(offices=("leader",))
WORDS = PromiseInput("井道用玻璃，一楼不挡光")
TODAY = timezone.localdate()


@pytest.fixture
def canvass(building, leader, household, resident):
    return make_open_canvass(building, leader, question="同意装电梯吗？")


def object_and_offer(canvass, household, resident, leader):
    voice = voice_of(canvass, household)
    against = AnswerInput(choice="object", reason="一楼没光")
    answering.answer_on_web(canvass, voice, against, by=resident)
    objection = Objection.objects.get(voice=voice)
    words = {"on": TODAY, "who": "302室", "said": "没光", "offered": "302室前面用玻璃"}
    objecting.record_offer(canvass, objection, by=leader, **words)
    return voice


def agree(canvass, voice, resident):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)


def test_an_accepted_offer_becomes_an_open_point_without_words(
    building, leader, canvass, household, resident
):
    matter = make_matter_from(canvass)
    voice = object_and_offer(canvass, household, resident, leader)
    assert not Promise.objects.exists()
    agree(canvass, voice, resident)
    promise = Promise.objects.get()
    assert (promise.matter, promise.state, promise.words) == (matter, "unworded", "")
    assert promises_of(matter, LEADER) == [promise]
    assert promises_of(matter, NEIGHBOUR) == []


def test_an_offer_that_was_accepted_before_is_taken_over(
    building, leader, canvass, household, resident
):
    agree(canvass, object_and_offer(canvass, household, resident, leader), resident)
    begun = begin_matter(building, MatterInput("电梯"), by=leader, cause=thing_of(canvass))
    assert Promise.objects.get().matter == begun
    other = MatterFactory(building=building)
    tie_thing(other, thing_of(canvass), by=leader)
    assert Promise.objects.get().matter == begun


def test_an_offer_in_a_canvass_of_no_matter_makes_no_promise(
    building, leader, canvass, household, resident
):
    MatterFactory(building=building)
    agree(canvass, object_and_offer(canvass, household, resident, leader), resident)
    assert not Promise.objects.exists()


def test_neighbours_read_the_words_of_the_leader_once_the_canvass_is_over(
    building, leader, canvass, household, resident
):
    matter = make_matter_from(canvass)
    agree(canvass, object_and_offer(canvass, household, resident, leader), resident)
    promises.word_promise(Promise.objects.get(), WORDS, by=leader)
    assert promises_of(matter, NEIGHBOUR) == []
    assert building.journal.latest("number").audience == "leaders"
    counting.close_canvass(move_past_deadline(canvass), by=None)
    (shown,) = promises_of(matter, NEIGHBOUR)
    assert (shown.words, shown.shown) == (WORDS.words, True)
    promises.keep_promise(shown, said="做好了", by=leader)
    assert building.journal.latest("number").audience == "residents"


def test_what_was_offered_is_on_no_page_of_a_neighbour(
    enter, building, leader, canvass, household, resident, volunteer
):
    matter = make_matter_from(canvass)
    agree(canvass, object_and_offer(canvass, household, resident, leader), resident)
    promise = Promise.objects.get()
    promises.word_promise(promise, WORDS, by=leader)
    counting.close_canvass(move_past_deadline(canvass), by=None)
    url = matter.get_absolute_url()
    for persona in ("resident", "volunteer", "leader"):
        text = enter(persona).get(url).content.decode()
        assert (WORDS.words in text, "302室前面" in text) == (True, False), persona
    form = enter("leader").get(f"{url}promises/{promise.pk}/words/").content.decode()
    assert "302室前面用玻璃" in form


def test_a_promise_is_made_kept_and_opened_again(building, leader, core):
    matter = MatterFactory(building=building, begun_on=TODAY - dt.timedelta(days=9))
    given = PromiseInput("加一道扶手", core, TODAY + dt.timedelta(days=9))
    promise = promises.make_promise(matter, given, by=leader)
    assert Message.objects.get().type == "matters.promise_given"
    kept_on = TODAY - dt.timedelta(days=2)
    promise = promises.keep_promise(promise, said="装好了", on=kept_on, by=core)
    assert (promise.state, promise.settled_on, promise.said) == ("kept", kept_on, "装好了")
    assert building.journal.latest("number").happened_on == kept_on
    with pytest.raises(Refused):
        promises.waive_promise(promise, said="不用", by=leader)
    promise = promises.reopen_promise(promise, by=leader)
    assert (promise.state, promise.settled_on, promise.said) == ("open", None, "")


def test_one_that_need_not_be_kept_says_why_and_may_come_back(building, leader):
    promise = PromiseFactory(matter__building=building)
    promise = promises.waive_promise(promise, said="那一家搬走了", by=leader)
    assert (promise.state, promise.said) == ("waived", "那一家搬走了")
    promise = promises.reopen_promise(promise, by=leader)
    assert (promise.state, promise.said, promise.settled_on) == ("open", "", None)


def test_the_words_come_before_the_end(building, leader):
    promise = PromiseFactory(matter__building=building, state="unworded", words="")
    with pytest.raises(Refused):
        promises.waive_promise(promise, said="不用", by=leader)
    with pytest.raises(Refused):
        promises.keep_promise(promise, said="好了", by=leader)


def test_nothing_is_promised_or_opened_in_a_matter_that_ended(building, leader):
    matter = stages.go_on(MatterFactory(building=building), "do", by=leader)
    promise = promises.make_promise(matter, WORDS, by=leader)
    promise = promises.keep_promise(promise, said="做好了", by=leader)
    matter = stages.go_on(matter, "finish", by=leader)
    with pytest.raises(Refused, match="退回上一阶段"):
        promises.make_promise(matter, WORDS, by=leader)
    with pytest.raises(Refused, match="退回上一阶段"):
        promises.reopen_promise(promise, by=leader)


def test_a_stale_change_is_refused(building, leader):
    promise = PromiseFactory(matter__building=building)
    seen = promise.version
    promises.word_promise(promise, PromiseInput("高扶手"), version=seen, by=leader)
    with pytest.raises(Stale):
        promises.word_promise(promise, PromiseInput("矮扶手"), version=seen, by=leader)
    promise.refresh_from_db()
    assert promise.words == "高扶手"


@pytest.mark.parametrize(
    ("days", "state", "late"), [(-1, "open", True), (0, "open", False), (-1, "unworded", False)]
)
def test_a_promise_is_late_from_the_day_after(building, days, state, late):
    due = TODAY + dt.timedelta(days=days)
    promise = PromiseFactory(matter__building=building, due_on=due, state=state)
    assert (promise.late, Promise.objects.late().exists()) == (late, late)


def test_the_first_promise_is_not_called_another_one(enter, building, leader):
    matter, client = MatterFactory(building=building), enter("leader")
    words = []
    for _ in range(2):
        page = client.get(matter.get_absolute_url()).text
        words.append(
            page.partition("/promises/new/")[2].partition("<")[0].partition(">")[2].strip()
        )
        promises.make_promise(matter, WORDS, by=leader)
    assert words == ["记一件", "再记一件"]
