"""What another building copies when it begins a matter from a story."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.canvass.kinds import ALL_KINDS
from governance.canvass.models import Canvass
from governance.charters.models import Wording
from governance.matters.lifecycle import MilestoneState, Stage
from governance.matters.models import Document, Matter, Milestone
from governance.matters.presets import FREE, KindMilestone, MatterKind
from governance.matters.queries.lists import changes_of
from governance.stories.models import Story


@dataclass(frozen=True, slots=True)
class Copied:
    kind: MatterKind
    """The milestones, with days from the beginning, what each needs, and its documents."""
    documents: list[str]
    """Documents of no milestone."""
    articles: list[Wording]

    @property
    def all_documents(self) -> list[str]:
        names = [str(name) for name in self.kind.documents]
        return list(dict.fromkeys([*names, *self.documents]))


def copied_from(story: Story) -> Copied:
    """Documents that only leaders may read are left out, also their names."""
    matter = story.matter
    shown = {
        document.pk: document.name
        for document in matter.documents.filter(
            audience=Document.Audience.RESIDENTS, unneeded=False
        )
    }
    rows = matter.milestones.exclude(state=MilestoneState.DROPPED).in_order()
    milestones = list(rows.select_related("canvass", "notice").prefetch_related("wants"))
    done_on = next((one.on for one in changes_of(matter) if one.stage == Stage.DONE), None)
    wanted = {document.pk for one in milestones for document in one.wants.all()}
    kind = MatterKind(
        key_of_copy(story),
        matter.kind_name or matter.title[:40],
        "",
        tuple(_milestone(matter, one, shown, done_on) for one in milestones),
        has_shares=matter.has_shares,
    )
    others = [name for pk, name in shown.items() if pk not in wanted]
    return Copied(kind, others, list(story.articles.order_by("number", "pk")))


def key_of_copy(story: Story) -> str:
    """Return the key of the same kind, so that stories of both are found together."""
    key = story.matter.kind_key
    return f"story:{story.pk}" if key == FREE else key


def _milestone(
    matter: Matter, one: Milestone, shown: dict[int, str], done_on: dt.date | None
) -> KindMilestone:
    """The days are those that it took, or were planned, from the first day of the matter. What comes
    again after it was done, such as a yearly inspection, has no day."""
    day = one.done_on or one.planned_on
    if done_on and not one.done_on and day and day > done_on:
        day = None
    return KindMilestone(
        one.title,
        max(0, (day - matter.begun_on).days) if day else None,
        one.canvass_kind or _kind_key(one.canvass),
        one.period or (one.notice.period if one.notice else ""),
        one.source,
        one.law_date,
        tuple(shown[document.pk] for document in one.wants.all() if document.pk in shown),
    )


def _kind_key(canvass: Canvass | None) -> str:
    """Return the kind by which such a canvass is drafted, or ""."""
    if canvass is None:
        return ""
    alike = (canvass.purpose, canvass.preset, canvass.kind)
    kinds = ALL_KINDS.values()
    found = (one.key for one in kinds if (one.purpose, one.preset.key, one.answers) == alike)
    return next(found, "")
