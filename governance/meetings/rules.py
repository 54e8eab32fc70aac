from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.meetings.lifecycle import MEETING, TASK
from governance.meetings.models import Meeting, Resolution, Task
from residents.models import User
from residents.people.rules import add_read_perm, can_take, is_member, leads


@rules.predicate
def is_coming(_user: User | AnonymousUser, meeting: Meeting) -> bool:
    return not meeting.past


@rules.predicate
def takes_proposals(_user: User | AnonymousUser, meeting: Meeting) -> bool:
    return meeting.takes_proposals


@rules.predicate
def may_begin(_user: User | AnonymousUser, meeting: Meeting) -> bool:
    return meeting.may_begin


@rules.predicate
def took_place(_user: User | AnonymousUser, meeting: Meeting) -> bool:
    return meeting.took_place


@rules.predicate
def is_read_by_all(_user: User | AnonymousUser, meeting: Meeting) -> bool:
    return meeting.read_by_all


@rules.predicate
def takes_notes(user: User | AnonymousUser, meeting: Meeting) -> bool:
    return meeting.note_taker_id is not None and meeting.note_taker_id == user.pk


@rules.predicate
def was_present(_user: User | AnonymousUser, meeting: Meeting) -> bool:
    """Whether a member of the reader's household was present, as set by ``meetings_for_page``."""
    return meeting.present


@rules.predicate
def took_it_on(user: User | AnonymousUser, task: Task) -> bool:
    return task.taken_by_id == user.pk


@rules.predicate
def writes_its_minutes(user: User | AnonymousUser, task: Task) -> bool:
    return task.resolution is not None and bool(takes_notes(user, task.resolution.item.meeting))


@rules.predicate
def is_in_minutes_to_read(user: User | AnonymousUser, resolution: Resolution) -> bool:
    return bool(rules.has_perm("meetings.read_minutes", user, resolution.item.meeting))


@rules.predicate
def is_readable(user: User | AnonymousUser, task: Task) -> bool:
    """Whether the task belongs to no minutes, or to minutes that the reader may read."""
    return task.resolution is None or bool(is_in_minutes_to_read(user, task.resolution))


@rules.predicate
def is_without_meeting(_user: User | AnonymousUser, task: Task) -> bool:
    return task.resolution is None


@rules.predicate
def was_taken_on(user: User | AnonymousUser, resolution: Resolution) -> bool:
    """Whether the reader accepted its task, and so may read it before the minutes are readable."""
    task: Task | None = getattr(resolution, "task", None)
    return task is not None and task.taken_by_id == user.pk


calls_meetings = leads
writes = calls_meetings | (is_member & takes_notes)
reports = calls_meetings | (is_member & (took_it_on | writes_its_minutes))
editable = can_take(MEETING, "prepare") | can_take(MEETING, "change")
writable = (
    can_take(MEETING, "note")
    | can_take(MEETING, "revise")
    | can_take(MEETING, "amend")
    | can_take(MEETING, "correct")
)

add_read_perm("meetings.browse", is_member)
add_read_perm("meetings.read", is_member)
rules.add_perm("meetings.post", calls_meetings)
rules.add_perm("meetings.edit", calls_meetings & is_coming & editable)
rules.add_perm("meetings.invite", calls_meetings & is_coming & can_take(MEETING, "invite"))
rules.add_perm("meetings.cancel", calls_meetings & can_take(MEETING, "cancel"))
rules.add_perm("meetings.come", is_member & is_coming & can_take(MEETING, "change"))
rules.add_perm("meetings.propose", is_member & takes_proposals)
rules.add_perm("meetings.hold", writes & may_begin & can_take(MEETING, "hold"))
rules.add_perm("meetings.write", writes & writable)
add_read_perm("meetings.see_sheet", writes & took_place)
add_read_perm("meetings.print_sheet", writes)
rules.add_perm("meetings.close", writes & can_take(MEETING, "close"))
rules.add_perm("meetings.open", writes & can_take(MEETING, "open"))
rules.add_perm("meetings.publish", writes & can_take(MEETING, "publish"))
add_read_perm("meetings.read_minutes", (is_member & is_read_by_all) | (writes & took_place))
rules.add_perm("meetings.ask_correction", is_member & was_present & is_read_by_all)
rules.add_perm("meetings.ask_everybody", calls_meetings & took_place)
add_read_perm("meetings.read_task", is_member & (is_readable | took_it_on))
add_read_perm(
    "meetings.read_resolution", is_member & (is_in_minutes_to_read | was_taken_on)
)  # and the files
rules.add_perm("meetings.give_task", calls_meetings)
rules.add_perm(
    "meetings.change_task", calls_meetings & is_without_meeting & can_take(TASK, "change")
)
rules.add_perm("meetings.report_task", reports)
rules.add_perm("meetings.settle_task", reports & can_take(TASK, "finish"))
rules.add_perm("meetings.reopen_task", reports & can_take(TASK, "reopen"))
