"""What waits stands in one order, and one thing is said once."""

from __future__ import annotations

from residents.rooms.waiting import Priority, Waiting, by_priority

CANVASS, OTHER = ("canvass.canvass", 1), ("canvass.canvass", 2)


def item(what, priority=Priority.DEADLINE, **more):
    return Waiting(what, "", "", priority=priority, **more)


def order(*items):
    return [one.what for one in by_priority(items)]


def test_equals_stay_in_the_order_in_which_they_came():
    later, first = item("later", Priority.LATER), item("first", Priority.FIRST)
    assert order(later, item("b"), first, item("a")) == ["first", "b", "a", "later"]


def test_what_replaces_an_equal_takes_its_place():
    asked, other = item("asked", about=CANVASS), item("other", about=OTHER)
    notice = item("notice", replaces=CANVASS)
    assert order(asked, other, notice) == ["notice", "other"]
    assert order(notice, other, asked) == ["other", "notice"]


def test_what_replaces_another_later_keeps_its_own_place():
    asked, meeting = item("asked", about=CANVASS), item("m", Priority.TODAY, replaces=CANVASS)
    assert order(item("task", Priority.TODAY), asked, meeting) == ["task", "m"]


def test_what_replaces_nothing_that_is_there_stays():
    assert order(item("notice", replaces=CANVASS), item("other")) == ["notice", "other"]
