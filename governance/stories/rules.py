from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.matters.lifecycle import Stage
from governance.matters.models import Matter
from governance.stories.lifecycle import CONSENT, STORY, StoryState
from governance.stories.models import ShownPerson, Story
from residents.models import User
from residents.people.rules import (
    add_read_perm,
    can_take,
    in_time,
    is_helper,
    is_member,
    leads,
)

ANSWERABLE = (StoryState.ASKING, StoryState.PUBLISHED)
"""States in which people are asked, or may change what they said."""


@rules.predicate
def is_done(_user: User | AnonymousUser, matter: Matter) -> bool:
    return matter.stage in {Stage.DONE, Stage.KEPT}


@rules.predicate
def is_published(_user: User | AnonymousUser, story: Story) -> bool:
    return story.state == StoryState.PUBLISHED


@rules.predicate
def is_being_asked(_user: User | AnonymousUser, story: Story) -> bool:
    return story.state == StoryState.ASKING


@rules.predicate
def is_in_it(user: User | AnonymousUser, story: Story) -> bool:
    """Whether the person is asked. ``with_asked`` has loaded who is."""
    return user.pk in story.asked_ids


@rules.predicate
def is_own(user: User | AnonymousUser, person: ShownPerson) -> bool:
    return person.user_id is not None and person.user_id == user.pk


@rules.predicate
def can_be_answered(_user: User | AnonymousUser, person: ShownPerson) -> bool:
    return person.story.state in ANSWERABLE


answers = is_member & is_own & in_time(can_be_answered)

add_read_perm("stories.browse", is_member)
add_read_perm(
    "stories.read", leads | (is_member & is_published) | ((is_helper | is_in_it) & is_being_asked)
)
rules.add_perm("stories.begin", leads & in_time(is_done))
rules.add_perm("stories.edit", leads & can_take(STORY, "edit"))
rules.add_perm("stories.ask", leads & can_take(STORY, "ask"))
rules.add_perm("stories.rewrite", leads & can_take(STORY, "rewrite"))
rules.add_perm("stories.publish", leads & can_take(STORY, "publish"))
rules.add_perm("stories.withdraw", leads & can_take(STORY, "withdraw"))
rules.add_perm("stories.agree", answers & can_take(CONSENT, "agree"))
rules.add_perm("stories.refuse", answers & can_take(CONSENT, "refuse"))
rules.add_perm("stories.record_answer", (is_helper | leads) & in_time(can_be_answered))
rules.add_perm("stories.take_up", leads)  # of the building that begins
