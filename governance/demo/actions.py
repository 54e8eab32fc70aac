"""Fill building 114 and the one next to it by the rooms' own actions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from governance.canvass.actions.answering import check_answer, record_paper_answer
from governance.canvass.actions.visiting import record_visit
from governance.canvass.inputs import PaperAnswer
from governance.canvass.models import Canvass, Voice
from governance.demo import (
    canvasses,
    charging,
    charters,
    choices,
    lift,
    lift_matter,
    lift_money,
    lift_story,
    small_fund,
)
from governance.demo.lift_steps import HANDED_OVER
from governance.demo.meetings import gather
from governance.demo.news import read_old_news, told
from governance.demo.pictures import building_with_lift
from governance.demo.story import (
    CARRIED_NOTICES,
    HELPED_TO_JOIN,
    HOUSEHOLDS_114,
    HOUSEHOLDS_115,
    LETTER_BOXES,
    NOTICES,
    PASSWORD,
    PERSONAS,
    DemoCarriedNotice,
    DemoHome,
    Persona,
)
from governance.demo.threads import talk
from governance.notices.actions.posting import post_notice
from governance.notices.actions.reading import acknowledge_notice, mark_notice_read
from governance.notices.actions.writing import add_paper_photo, draft_notice
from governance.notices.inputs import NoticeInput
from governance.notices.models import Notice
from governance.search.actions import reindex
from residents.joining.actions.joining import enroll_neighbour
from residents.joining.actions.slips import print_slips
from residents.joining.queries.slips import households_for_slips
from residents.models import (
    Building,
    Flat,
    Household,
    Membership,
    Neighbourhood,
    Owner,
    Ownership,
    User,
)
from residents.people.actions.offices import appoint
from residents.privacy.actions.consents import give_consent

MOVED_IN = dt.date(2003, 5, 1)


@transaction.atomic
def build_demo() -> None:
    """Build all demo data in one transaction. The database must not contain buildings."""
    neighbourhood = Neighbourhood.objects.create(
        name="逸仙二村三居", committee="高境镇逸仙二村第三居民委员会", phone="021-0000 0114"
    )
    built = {
        "114": _build(neighbourhood, "114", "连心楼", HOUSEHOLDS_114, lounge=3),
        "115": _build(neighbourhood, "115", "邻家楼", HOUSEHOLDS_115, lounge=None),
    }
    cast = {who.username: _enroll(who, built[who.building], neighbourhood) for who in PERSONAS}
    _give_out_slips(built["114"], cast)
    with told(days_ago=(timezone.localdate() - HANDED_OVER).days):
        lifted = lift_matter.tell(built["114"], cast)
    lift_money.post(lifted, cast)
    small_fund.keep(built["114"], cast)
    _go_from_door_to_door(built["114"], cast)
    charging.plan(built["114"], cast)
    _hang_the_sheets(built["114"], cast)
    for sheet in CARRIED_NOTICES:
        _carry(built["114"], sheet, cast)
    charters.keep(built["114"], cast)
    lift_story.take_up(lift_story.publish(lifted, cast), built["115"], cast)
    talk(built["114"], cast)
    gather(built["114"], cast)
    read_old_news()
    reindex(built["114"])  # the dates of the notices were changed without a journal line


def _build(
    neighbourhood: Neighbourhood,
    number: str,
    name: str,
    homes: tuple[DemoHome, ...],
    lounge: int | None,
) -> Building:
    building = Building.objects.create(
        neighbourhood=neighbourhood, slug=number, door_number=number, nickname=name,
        floors=6, lounge_floor=lounge, public_page=lounge is not None,
    )  # fmt: skip
    for home in homes:
        flat = Flat.objects.create(
            building=building, floor=home.floor, room=home.room,
            area=Decimal(home.area), area_source=Flat.AreaSource.REGISTER,
        )  # fmt: skip
        bands = ("aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up")
        Household.objects.create(
            building=building, flat=flat, occupancy=home.occupancy,
            **dict(zip(bands, home.ages, strict=True)),
        )  # fmt: skip
        owner = Owner.objects.create(building=building, name=home.owner)
        Ownership.objects.create(owner=owner, flat=flat, since=MOVED_IN)
    return building


def _enroll(who: Persona, building: Building, neighbourhood: Neighbourhood) -> User:
    user = User(
        username=who.username, shown_name=who.name, text_size=who.text_size, phone=who.phone,
        phone_verified_at=timezone.now() if who.phone else None,
        introduction=who.introduction, skills=who.skills,
    )  # fmt: skip
    user.set_password(PASSWORD)
    user.save()
    for kind in who.agrees_to:
        give_consent(user, kind=kind)
    if who.room:
        household = Household.objects.get(flat__building=building, flat__room=who.room)
        Membership.objects.create(user=user, household=household, since=MOVED_IN)
    if who.office:
        place = neighbourhood if who.office == "staff" else building
        contact = "000-0000 0501" if who.office == "leader" else ""
        appoint(
            user, kind=who.office, place=place, by=None, contact=contact,
            deputed=who.office == "core", since=dt.date(2021, 6, 1),
        )  # fmt: skip
    return user


def _give_out_slips(building: Building, cast: dict[str, User]) -> None:
    homes = households_for_slips(building).filter(flat__room__in=LETTER_BOXES)
    print_slips(list(homes), by=cast["leader"])
    room, name = HELPED_TO_JOIN
    enroll_neighbour(
        Household.objects.get(building=building, flat__room=room),
        shown_name=name,
        by=cast["volunteer"],
    )


def _go_from_door_to_door(building: Building, cast: dict[str, User]) -> None:
    crew = lift.LiftCrew(cast["leader"], cast["core"], cast["volunteer"])
    with told(days_ago=canvasses.DAYS_AGO):
        asked = canvasses.ask(building, crew)
        canvasses.delegate(asked, crew, elder=cast["elder"], resident=cast["resident"])
        canvasses.elect(building, crew, cast["staff"])
    canvasses.draft(building, crew)
    choices.choose_quote(building, crew)
    choices.vote_on_items(building, crew)
    choices.find_date(building, crew)
    choices.elect(building, crew)


def _hang_the_sheets(building: Building, cast: dict[str, User]) -> None:
    for sheet in NOTICES:
        audience = Notice.Audience.PUBLIC if sheet.public else Notice.Audience.RESIDENTS
        notice = draft_notice(
            building,
            NoticeInput(
                title=sheet.title,
                body=sheet.body,
                audience=audience,
                pinned=sheet.pinned,
                files=(building_with_lift(),) if sheet.photo else (),
            ),
            by=cast[sheet.by],
        )
        with told(days_ago=sheet.days_ago):
            notice = post_notice(notice, by=cast[sheet.by])
        hung = timezone.now() - dt.timedelta(days=sheet.days_ago)
        Notice.objects.filter(pk=notice.pk).update(shows_from=hung)
    for notice in building.notice_set.order_by("shows_from")[:2]:
        mark_notice_read(notice, by=cast["resident"])


def _carry(building: Building, sheet: DemoCarriedNotice, cast: dict[str, User]) -> None:
    """Post a notice some days ago and record visits since."""
    notice = draft_notice(
        building,
        NoticeInput(sheet.title, sheet.body, asks=not sheet.period, period=sheet.period),
        by=cast[sheet.by],
    )
    with told(days_ago=sheet.days_ago):
        notice = post_notice(notice, by=cast[sheet.by])
    canvass = notice.canvass
    assert canvass is not None  # noqa: S101 -- both kinds have a canvass
    rooms = [f"{room}室" for room in sheet.told]
    for voice in Voice.objects.filter(canvass=canvass, label__in=rooms):
        record_visit(canvass, voice, outcome="told", by=cast["volunteer"])
    mine = Voice.objects.get(canvass=canvass, label="302室")
    acknowledge_notice(notice, canvass, [mine], by=cast["resident"])
    if sheet.period:
        add_paper_photo(notice, building_with_lift(), seen_on=timezone.localdate(), by=cast["core"])
    if sheet.objects:
        room, reason = sheet.objects
        voice = Voice.objects.get(canvass=canvass, label=f"{room}室")
        paper = PaperAnswer("meeting", f"{room}室户主", "self")
        answer = record_paper_answer(
            canvass, voice, choice="object", reason=reason, paper=paper, by=cast["volunteer"]
        )
        check_answer(canvass, answer, by=cast["core"], by_household=False)
    hung = timezone.now() - dt.timedelta(days=sheet.days_ago)
    Canvass.objects.filter(pk=canvass.pk).update(opens_at=hung, opened_at=hung, announced_at=hung)
    ends = notice.expires_at and notice.expires_at - dt.timedelta(days=sheet.days_ago)
    Notice.objects.filter(pk=notice.pk).update(shows_from=hung, expires_at=ends)
    if ends:
        Canvass.objects.filter(pk=canvass.pk).update(closes_at=ends)
