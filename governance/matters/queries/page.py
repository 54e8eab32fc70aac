"""The page of a matter. Each part of it is one field, filled by one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Canvass
from governance.canvass.queries.lists import canvasses_waiting_for
from governance.journal.queries import ShownLine
from governance.matters.durations import took_words
from governance.matters.lifecycle import ORDER, PromiseState, Stage
from governance.matters.models import Matter, MatterPhoto, Milestone, Promise, StageChange
from governance.matters.queries.documents import Documents, documents_of
from governance.matters.queries.lists import changes_of
from governance.matters.queries.milestones import Milestones, milestones_of
from governance.matters.queries.money import MatterMoney, money_of
from governance.matters.queries.objections import ObjectionFigures, objection_figures_of
from governance.matters.queries.promises import promises_of
from governance.matters.queries.share_sections import ShareSection, share_section_for
from governance.matters.queries.tied_facts import (
    NextEvent,
    StageSuggestion,
    TiedFacts,
    next_event_of,
    suggestion_for,
    tied_facts_of,
    usual_step_of,
)
from governance.matters.queries.ties import TiedView, tied_views_of, ties_of
from governance.matters.queries.timeline import latest_lines_of
from residents.models import Office, Standing, User
from residents.people.models.users import byline


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage on the line of stages."""

    stage: Stage
    ahead: bool
    current: bool
    on: dt.date | None
    """The day on which it was reached."""

    @property
    def label(self) -> str:
        return str(self.stage.label)


@dataclass(frozen=True, slots=True)
class MatterPage:
    matter: Matter
    stages: list[StageMark]
    reached_on: dt.date
    """The day of the present stage."""
    undoes: int
    """Primary key of the step that the reader may take back, or 0."""
    offers_kind: bool
    """Whether the kind is the first thing to choose: it is new and has no milestones."""
    usual_step: str
    suggestion: StageSuggestion | None
    """For who looks after it, None for others."""
    stewards: list[str]
    photos: list[MatterPhoto]
    next_event: NextEvent | None
    asked: list[Canvass]
    """Open canvasses that wait for a household of the reader."""
    thread_url: str
    """Where one can say something, or ""."""
    objections: ObjectionFigures | None
    promises: list[Promise]
    milestones: Milestones
    late: list[Milestone]
    """Milestones that are late, the earliest first. A matter that was given up is late for nothing."""
    documents: Documents
    shares: ShareSection
    money: MatterMoney | None
    ties: list[TiedView]
    lines: list[ShownLine]

    @property
    def came_from(self) -> list[TiedView]:
        return [tied for tied in self.ties if tied.is_cause]

    @property
    def led_to(self) -> list[TiedView]:
        return [tied for tied in self.ties if not tied.is_cause]

    @property
    def first_photo(self) -> MatterPhoto | None:
        return self.photos[0] if self.photos else None

    @property
    def other_late(self) -> int:
        return len(self.late) - 1

    @property
    def kept_promises(self) -> int:
        return sum(promise.state == PromiseState.KEPT for promise in self.promises)

    @property
    def counted_promises(self) -> int:
        """Without those that need not be kept."""
        return sum(promise.state != PromiseState.WAIVED for promise in self.promises)

    @property
    def stopped_at(self) -> StageMark:
        """The last stage that was reached."""
        return [mark for mark in self.stages if not mark.ahead][-1]

    @property
    def took(self) -> str:
        """How long it took, or "" if it is not done."""
        days = days_until_done(self.matter, self.stages)
        return "" if days is None else took_words(days)


def matter_page_for(matter: Matter, standing: Standing, user: User, *, moves: bool) -> MatterPage:
    """``moves``: whether the reader may take it to the next stage."""
    ties, milestones = ties_of(matter), milestones_of(matter)
    facts, promises = tied_facts_of(ties), promises_of(matter, standing)
    changes = changes_of(matter)
    done = done_on(changes)
    given_up = matter.ended and done is None
    ahead = [] if given_up else milestones.ahead_of(done)
    shares = share_section_for(matter, user, standing)
    return MatterPage(
        matter=matter,
        stages=stage_marks_of(matter, changes),
        reached_on=changes[-1].on if changes else matter.begun_on,
        undoes=changes[-1].pk if moves and changes else 0,
        offers_kind=moves and not changes and not matter.ended and not milestones.line,
        usual_step=usual_step_of(matter) if moves else "",
        suggestion=suggestion_for(matter, facts) if moves else None,
        stewards=steward_names_of(matter),
        photos=list(matter.photos.all()),
        next_event=None if given_up else next_event_of(facts, promises, ahead),
        asked=_asked(facts, matter, standing, user),
        thread_url=_thread_url(facts, matter),
        objections=objection_figures_of(facts.canvasses, each=standing.helper or standing.staff),
        promises=promises,
        milestones=milestones,
        late=[one for one in ahead if one.late],
        documents=documents_of(matter, standing),
        shares=shares,
        money=money_of(matter, standing, shares.page),
        ties=tied_views_of(ties, standing),
        lines=latest_lines_of(matter, ties, standing),
    )


def stage_marks_of(matter: Matter, changes: list[StageChange]) -> list[StageMark]:
    """Return the line of stages. That of a matter that was given up ends at the stage before, and none
    is the current one."""
    days = {Stage(change.stage): change.on for change in changes}
    days[Stage.RAISED] = matter.begun_on
    stage = Stage(matter.stage)
    given_up = stage == Stage.DROPPED
    if given_up:
        stage = Stage(changes[-1].before) if changes else Stage.RAISED
    at = ORDER.index(stage)
    return [
        StageMark(
            one,
            ahead=place > at,
            current=place == at and not given_up,
            on=days.get(one) if place <= at else None,
        )
        for place, one in enumerate(ORDER)
    ]


def done_on(changes: list[StageChange]) -> dt.date | None:
    """Return the day on which it was done, or None if it is not."""
    return next((change.on for change in changes if change.stage == Stage.DONE), None)


def days_until_done(matter: Matter, stages: list[StageMark]) -> int | None:
    """Return the days from the first day to that on which it was done, or None if it is not."""
    done = next((mark.on for mark in stages if mark.stage == Stage.DONE), None)
    return None if done is None else (done - matter.begun_on).days


def steward_names_of(matter: Matter) -> list[str]:
    """Return who looks after it: by office and name, or as far as they consented."""
    if not matter.steward_ids:
        return []
    people = User.objects.in_bulk(matter.steward_ids)
    offices = Office.objects.current().filter(building=matter.building_id, user__in=people)
    kinds = dict(offices.order_by("-pk").values_list("user", "kind"))
    return [byline(people[pk], kinds.get(pk, "")) for pk in matter.steward_ids]


def _asked(facts: TiedFacts, matter: Matter, standing: Standing, user: User) -> list[Canvass]:
    running = {one.pk for one in facts.canvasses if one.state == CanvassState.OPEN}
    if not running:
        return []
    waiting = canvasses_waiting_for(matter.building, standing, user)
    return [canvass for canvass in waiting if canvass.pk in running]


def _thread_url(facts: TiedFacts, matter: Matter) -> str:
    open_ones = [thread for thread in facts.threads if not thread.ended_at and not thread.locked]
    return "" if matter.ended or not open_ones else open_ones[-1].get_absolute_url()
