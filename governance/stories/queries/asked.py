"""People who are asked whether they may be shown, and stories that wait for their leader."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from governance.journal.models import Line, LineQuerySet
from governance.stories.lifecycle import ConsentState, StoryState
from governance.stories.models import ShownPerson, Story, StoryPhoto
from louzu.lib.versions import version_of
from residents.models import Building, User
from residents.people.rules import standing_of
from residents.rooms.messages import Because, Recipient
from residents.rooms.recipients import leader_of

MAX_WAITING = 20
WAITING = Q(people__state=ConsentState.WAITING)


def questions_for(building: Building, user: User) -> list[Story]:
    """Return the stories that ask this person, and wait for the answer."""
    found = building.story_set.filter(
        WAITING, state=StoryState.ASKING, people__user=user
    ).distinct()
    return list(found.order_by("pk")[:MAX_WAITING])


def stories_for_leader_in(building: Building) -> list[Story]:
    """Return those that ask, and those that somebody's refusal took down, with ``unanswered`` and
    ``to_visit``: how many have not answered, and how many of them have no account."""
    came_down = Q(state=StoryState.WITHDRAWN, refused=True)
    found = building.story_set.filter(Q(state=StoryState.ASKING) | came_down)
    counted = found.annotate(  # type: ignore[no-redef]  # declared on the model
        unanswered=Count("people", filter=WAITING),
        to_visit=Count("people", filter=WAITING & Q(people__user=None)),
    )
    return list(counted.order_by("pk")[:MAX_WAITING])


def unfinished_stories_in(building: Building, most: int) -> list[Story]:
    found = building.story_set.exclude(state=StoryState.PUBLISHED)
    return list(found.order_by("-pk")[:most])


def asked_people_of(story: Story) -> list[Recipient]:
    """Return those who are asked in the portal and have not answered."""
    waiting = ShownPerson.objects.filter(
        story=story, state=ConsentState.WAITING, user__isnull=False
    )
    users = waiting.order_by("user").values_list("user", flat=True).distinct()
    return [Recipient(user, Because.ASKED) for user in users]


def version_of_people(story: Story, photo: StoryPhoto | None) -> str:
    """Return the version of what is said of the people on a picture, or in the words if it is None."""
    people = story.people.filter(photo=photo).order_by("pk").values_list("user", "name")
    said = (photo.caption, photo.shows_nobody) if photo else ()
    return version_of(*said, *people)


def texts_of_people(story: Story, photo: StoryPhoto | None) -> list[str]:
    """Return what a form shows beside what was typed: the caption, and who was written down."""
    people = story.people.filter(photo=photo).select_related("user").order_by("pk")
    names = "\n".join(str(one.user or one.name) for one in people)
    nobody = _("照片上没有人，或者认不出是谁") if photo and photo.shows_nobody else ""
    return [photo.caption if photo else "", names, nobody]


def refused_in_portal(person: ShownPerson) -> bool:
    """Whether the person refused in the portal, ever and about anything in this story. The journal
    keeps it, also if the person is taken off the list and put on it again."""
    if person.user_id is None:
        return False
    said = _lines_about(person.story).filter(verb="stories.refused", actor=person.user_id)
    return said.exists()


def latest_line_about(story: Story, verb: str) -> Line | None:
    return _lines_about(story).filter(verb=verb).order_by("-number").first()


def told_answers_of(story: Story) -> list[Recipient]:
    """Return the person with an account whose answer a helper has just written down."""
    line = latest_line_about(story, "stories.answer_recorded")
    return [Recipient(line.whom_id, Because.ASKED)] if line and line.whom_id else []


def told_of_the_end(story: Story) -> Iterator[Recipient]:
    """Yield the leader, and who published the story if that one still may write, when it came down
    because somebody does not agree any longer."""
    yield from leader_of(story.building)
    line = latest_line_about(story, "stories.published")
    writer = line.actor if line else None
    if writer and standing_of(writer, story.building).leads:
        yield Recipient(writer.pk, Because.AUTHOR)


def _lines_about(story: Story) -> LineQuerySet:
    """Return the lines of the journal about the story."""
    lines: LineQuerySet = Line.objects.filter(
        subject_type=Story._meta.label_lower, subject_id=story.pk
    )
    return lines


def waits_for(story: Story, user: User) -> bool:
    return story.people.filter(user=user, state=ConsentState.WAITING).exists()
