"""The check of the drills finds each fault that it is there for."""

from __future__ import annotations

import pytest

from dev.drills.harness.building import make_place
from dev.drills.harness.checker import check
from dev.drills.harness.forms import Form, Ledger
from governance.lounge.actions.posts import add_reply
from governance.lounge.inputs import ReplyInput
from governance.lounge.models import Post, Thread
from residents.models import Building, Membership
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


def make_world():
    place = make_place(households=2, people=1)
    thread = Thread.objects.get(pk=place.threads[0])
    leader = Membership.objects.get(household=place.people[0].household).user
    form = place.next_form(("reply",))
    add_reply(thread, ReplyInput(text=form.data["text"]), by=leader)
    return {"place": place, "thread": thread, "leader": leader, "form": form}


world = made_once(make_world)


def ledger_of(*forms: Form) -> Ledger:
    ledger = Ledger()
    for form in forms:
        ledger.acknowledge(form)
    return ledger


def test_a_form_that_is_there_once_is_right(world):
    outcome = check("all", world["place"], ledger_of(world["form"]))
    assert (outcome.acknowledged, outcome.lost, outcome.doubled) == (1, 0, 0)
    assert outcome.faults == ()
    assert outcome.passed


@pytest.mark.parametrize("kind", ["reply", "answer", "know"])
def test_an_acknowledged_form_that_is_missing_is_lost(world, kind):
    form = world["place"].next_form((kind,))
    assert form.kind == kind
    outcome = check("all", world["place"], ledger_of(world["form"], form))
    assert (outcome.lost, outcome.passed) == (1, False)


def test_a_form_that_is_there_twice_is_found_also_if_nobody_acknowledged_it(world):
    other = Membership.objects.get(household=world["place"].people[1].household).user
    add_reply(world["thread"], ReplyInput(text=world["form"].data["text"]), by=other)
    ledger = Ledger()
    ledger.give_up(world["form"])
    outcome = check("all", world["place"], ledger)
    assert (outcome.acknowledged, outcome.doubled, outcome.passed) == (0, 1, False)


def test_a_gap_in_a_thread_is_a_fault(world):
    Post.objects.filter(thread=world["thread"], number=2).update(number=3)
    faults = check("all", world["place"], ledger_of(world["form"])).faults
    assert faults == (f"The numbers of thread {world['thread'].pk} have gaps.",)


def test_a_reply_without_its_journal_line_is_a_fault(world):
    thread = Thread.objects.get(pk=world["place"].threads[1])
    Post.objects.create(
        thread=thread, number=2, author=world["leader"], text="x", html="x", at=thread.last_post_at
    )
    Thread.objects.filter(pk=thread.pk).update(posts=2)
    faults = check("all", world["place"], ledger_of(world["form"])).faults
    assert faults == ("2 rows but 1 lines lounge.replied.",)


def test_a_broken_chain_is_a_fault(world):
    building = Building.objects.get(slug=world["place"].slug)
    Building.objects.filter(pk=building.pk).update(journal_version=building.journal_version + 1)
    (fault,) = check("all", world["place"], ledger_of(world["form"])).faults
    assert fault.startswith("verify_journal: 1 journal(s) do not hold.")
