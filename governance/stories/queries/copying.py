"""What another building copies when it begins a matter from a story, and what the writer may offer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from governance.canvass.kinds import ALL_KINDS
from governance.canvass.models import Canvass
from governance.charters.queries.reading import draft_in_force_in
from governance.matters.lifecycle import MilestoneState, Stage
from governance.matters.models import Document, Matter, Milestone
from governance.matters.presets import FREE, KindMilestone, MatterKind
from governance.matters.queries.lists import changes_of
from governance.stories.models import Story, StoryPart
from governance.stories.queries.identifying import names_of_asked
from louzu.lib.stored import stored

Kind = StoryPart.Kind


@dataclass(frozen=True, slots=True)
class Copied:
    """The parts of a story by their kind."""

    steps: list[StoryPart]
    documents: list[StoryPart]
    articles: list[StoryPart]


def copied_from(story: Story) -> Copied:
    parts = list(story.parts.all())
    steps, documents, articles = ([one for one in parts if one.kind == kind] for kind in Kind)
    return Copied(steps, documents, articles)


def kind_of_copy(story: Story, copied: Copied) -> MatterKind:
    """Return the kind under which others begin. It has the same key, so that stories of both are
    found together."""
    names = {one.source: one.text for one in copied.documents}
    return MatterKind(
        f"story:{story.pk}" if story.kind_key == FREE else story.kind_key,
        name_of_copy(story)[:40],
        "",
        tuple(_milestone(one, names) for one in copied.steps),
        has_shares=story.has_shares,
    )


def name_of_copy(story: Story) -> str:
    """Return the name of the kind, else the title unless it names somebody: that one may withdraw the
    story, but not what others copied."""
    named = any(name in story.title for name in names_of_asked(story))
    if story.kind_name or not named:
        return story.kind_name or story.title
    return stored(gettext_lazy("照%(building)s的做法办一件事"), building=story.building)


def words_of_parts(parts: Iterable[StoryPart]) -> str:
    return "\n".join(one.words for one in parts)


def parts_on_offer(story: Story) -> list[StoryPart]:
    """Return what the writer may offer today: steps and documents of the matter, and the articles of
    the charter in force."""
    charter = draft_in_force_in(story.building)
    wordings = charter.wordings.all() if charter else ()
    articles = (
        StoryPart(kind=Kind.ARTICLE, source=one.pk, heading=one.heading, text=one.text)
        for one in wordings
    )
    return [*parts_of(story.matter), *articles]


def parts_of(matter: Matter) -> list[StoryPart]:
    """Return the steps and the names of documents of a matter, not saved. Documents that only leaders
    may read are left out, also their names."""
    readable = matter.documents.filter(audience=Document.Audience.RESIDENTS, unneeded=False)
    documents = {one.pk: one for one in readable}
    rows = matter.milestones.exclude(state=MilestoneState.DROPPED).in_order()
    milestones = list(rows.select_related("canvass", "notice").prefetch_related("wants"))
    done_on = next((one.on for one in changes_of(matter) if one.stage == Stage.DONE), None)
    steps = [_step(matter, one, done_on) for one in milestones]
    wanted = [pk for one in steps for pk in one.wants if pk in documents]
    return [
        *steps,
        *(
            StoryPart(kind=Kind.DOCUMENT, source=pk, text=documents[pk].name)
            for pk in dict.fromkeys([*wanted, *documents])
        ),
    ]


def _step(matter: Matter, one: Milestone, done_on: dt.date | None) -> StoryPart:
    """The days are those that it took, or were planned, from the first day of the matter. What comes
    again after it was done, such as a yearly inspection, has no day."""
    day = one.done_on or one.planned_on
    if done_on and not one.done_on and day and day > done_on:
        day = None
    return StoryPart(
        kind=Kind.STEP,
        source=one.pk,
        text=one.title,
        days=max(0, (day - matter.begun_on).days) if day else None,
        canvass_kind=one.canvass_kind or _kind_key(one.canvass),
        period=one.period or (one.notice.period if one.notice else ""),
        law=one.source,
        law_date=one.law_date,
        wants=[document.pk for document in one.wants.all()],
    )


def _milestone(one: StoryPart, names: dict[int, str]) -> KindMilestone:
    return KindMilestone(
        one.text,
        one.days,
        one.canvass_kind,
        one.period,
        one.law,
        one.law_date,
        tuple(names[pk] for pk in one.wants if pk in names),
    )


def _kind_key(canvass: Canvass | None) -> str:
    """Return the kind by which such a canvass is drafted, or ""."""
    if canvass is None:
        return ""
    alike = (canvass.purpose, canvass.preset, canvass.kind)
    kinds = ALL_KINDS.values()
    found = (one.key for one in kinds if (one.purpose, one.preset.key, one.answers) == alike)
    return next(found, "")
