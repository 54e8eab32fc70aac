from __future__ import annotations

import datetime as dt
import io
from functools import cache

from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from governance.canvass.actions import (
    answering,
    counting,
    delegating,
    drafting,
    envelopes,
    objecting,
    opening,
    papers,
    secret,
    sheets,
    unsealing,
)
from governance.canvass.inputs import (
    CanvassInput,
    DelegationInput,
    LineInput,
    PaperAnswer,
    PaperMandate,
    SheetInput,
)
from governance.canvass.models import (
    Canvass,
    LineReading,
    Objection,
    Sheet,
    ShortNotice,
    Voice,
)
from governance.canvass.queries.box import new_receipt
from governance.canvass.queries.record_version import record_version_of
from louzu.lib.uploads import File, clean_upload
from residents.models import Ownership, User
from tests.factories.residents import (
    FlatFactory,
    HouseholdFactory,
    OfficeFactory,
    OwnerFactory,
    UserFactory,
)

PASSPHRASES = {"first": "1" * 24, "second": "2" * 24, "committee": "3" * 24}
SECRET = {"purpose": "vote", "preset": "residents_meeting", "secret": True}
TEXT = {
    "purpose": "consent",
    "preset": "covenant",
    "electorate": "households",
    "question": "同意这份楼组公约吗？",
    "body": "不在楼道堆物。",
}


@cache
def photo(name="sheet.jpg") -> File:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#335577").save(out, "JPEG")
    return File(name, clean_upload(ContentFile(out.getvalue(), name)))


def make_draft_canvass(building, by, **text) -> Canvass:
    """A canvass that opens at once and closes in a week."""
    now = timezone.now()
    days = {"opens_at": now - dt.timedelta(seconds=5), "closes_at": now + dt.timedelta(days=7)}
    return drafting.draft_canvass(building, canvass_input(**{**TEXT, **days, **text}), by=by)


def make_open_canvass(building, by, **text) -> Canvass:
    """Open the canvass at once also if it asks owners, with the consent of leader and committee."""
    canvass = make_draft_canvass(building, by, **text)
    if canvass.electorate != "households":
        ShortNotice.objects.create(canvass=canvass, reason="等不及", leader=by, staff=UserFactory())
    canvass = drafting.announce_canvass(canvass, by=by)
    if canvass.secret:
        choose_key_holders(canvass, by)
    return opening.open_canvass(canvass, by=by)


def choose_key_holders(canvass, by) -> list[User]:
    """Create the three key holders of a secret vote, with the passphrases in ``PASSPHRASES``."""
    building = canvass.building
    first, second = (OfficeFactory(kind="core", building=building).user for _ in range(2))
    staff = OfficeFactory(staff=True, neighbourhood=building.neighbourhood).user
    envelopes.choose_holders(canvass, first=first, second=second, by=by)
    for user, passphrase in zip((first, second, staff), PASSPHRASES.values(), strict=True):
        envelopes.print_envelope(canvass, by=user, passphrase=passphrase)
        envelopes.hold_envelope(canvass, passphrase=passphrase, by=user)
    return [first, second, staff]


def passphrase_data(**passphrases) -> dict[str, str]:
    """Map seats to passphrases, as the page that opens the box sends them."""
    return {f"passphrase-{seat}": digits for seat, digits in passphrases.items()}


def cast_ballots(canvass, choices) -> None:
    """Answer for the voices in the order of the roster, each as one of its residents."""
    for voice, choice in zip(canvass.voices.all(), choices, strict=False):
        by = voice.household.memberships.first().user
        secret.cast_ballot(canvass, voice, choice=choice, receipt=new_receipt(), by=by)


def record_paper_voter(canvass, voice) -> None:
    """Enter a paper as one holder and confirm it as another. Both live elsewhere."""
    first, committee = (canvass.holders.get(seat=seat).user for seat in ("first", "committee"))
    papers.hand_out_paper(canvass, voice, by=committee)
    papers.confirm_paper(canvass, voice, by=first)


def count_closed_canvass(canvass, seats=("first", "second"), *, paper=None, anyway=True) -> Canvass:
    """Close and count a vote as the holders of two seats, with the papers in the real box."""
    if canvass.state == "open":
        canvass = counting.close_canvass(move_past_deadline(canvass), by=canvass.author)
    by = canvass.holders.get(seat=seats[0]).user
    given = {seat: PASSPHRASES[seat] for seat in seats}
    return unsealing.count_box(canvass, given, paper=paper or {}, by=by, anyway=anyway)


def move_past_deadline(canvass) -> Canvass:
    """Move the deadline into the past."""
    now = timezone.now()
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=now - dt.timedelta(days=7), closes_at=now - dt.timedelta(seconds=1)
    )
    canvass.refresh_from_db()
    return canvass


def make_owner(building, *, rooms=(), area="70.00", owner=None, lived_in=True):
    """Create flats of one owner who lives in each of them. The room's first digit is the floor."""
    owner = owner or OwnerFactory(building=building)
    for room in rooms:
        flat = FlatFactory(
            building=building,
            floor=int(room[0]),
            room=room,
            area=area,
            area_source="register" if area else "",
        )
        if lived_in:
            HouseholdFactory(building=building, flat=flat)
        Ownership.objects.create(owner=owner, flat=flat)
    return owner


def add_owner_of_home(home):
    """Create an owner of a household's flat."""
    owner = OwnerFactory(building=home.building, name="业主")
    Ownership.objects.create(owner=owner, flat=home.flat)


def canvass_url(canvass, name="page", *more):
    """Return the URL of a page of the canvass."""
    return reverse(f"canvass:{name}", args=["114", canvass.pk, *more])


def as_seen_now(canvass) -> dict[str, str]:
    """The form of a step whose page was shown just now."""
    return {"version": record_version_of(canvass)}


def voice_of(canvass, household) -> Voice:
    return Voice.objects.get(canvass=canvass, flats__answering=household)


def record_paper_answer_for(canvass, voice, choice, *, by, checked_by=None, **more):
    """Enter a paper answer with its photo, and check it as another person."""
    reason = more.pop("reason", "担心" if choice == "object" else "")
    paper = PaperAnswer(
        channel=more.pop("channel", "door"),
        signer="户主",
        relation=more.pop("relation", "self"),
        evidence=photo(),
        **more,
    )
    answer = answering.record_paper_answer(
        canvass, voice, choice=choice, reason=reason, paper=paper, by=by
    )
    if checked_by:
        answering.check_answer(canvass, answer, by=checked_by, by_household=False)
    return answer


def make_delegation(canvass, principal, proxy, *, by, accepted_by=None, **instruction):
    """Offer a delegation on the web, and accept it as a member of the proxy."""
    data = DelegationInput(**instruction)
    delegation = delegating.offer_delegation(canvass, principal, proxy, data, by=by)
    if accepted_by:
        delegating.accept_delegation(canvass, delegation, by=accepted_by)
    return delegation


def enter_delegation_for(canvass, principal, proxy, *, by, checked_by=None, **more):
    """Enter a mandate on paper with its photo, and check it as another person."""
    paper = PaperMandate(more.pop("signer", "户主"), more.pop("relation", "self"), photo())
    data = DelegationInput(**more)
    delegation = delegating.enter_delegation(canvass, principal, proxy, data, paper=paper, by=by)
    if checked_by:
        delegating.check_delegation(canvass, delegation, by=checked_by)
    return delegation


def make_sheet(canvass, *, by, pages=1, **more) -> Sheet:
    data = SheetInput(pages=[photo()] * pages, channel="door", **more)
    return sheets.begin_sheet(canvass, data, by=by)


def make_sheet_line(canvass, voice, *, by, choice="object", **more):
    """Enter the answer of one home from a sheet of its own."""
    sheet = make_sheet(canvass, by=by)
    line = LineInput(choice=choice, **{"signer": "户主", "reason": "担心", **more})
    sheets.save_lines(sheet, {voice.pk: line}, by=by)
    assert sheets.enter_sheet(sheet, by=by) == {}
    return sheet.lines.get()


def assert_database_refuses(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def make_canvass_with_marker(building, user, word):
    """An open canvass with ``word`` in every text: an objection, its talk, its photo."""
    home, other, *homes = (HouseholdFactory(building=building) for _ in range(4))
    files = (File(word, photo().content),)
    canvass = make_open_canvass(building, user, question=word, body=word, files=files)
    voice = voice_of(canvass, home)
    answer = record_paper_answer_for(canvass, voice, "object", by=user, reason=word)
    objection = Objection.objects.create(voice=voice, answer=answer, raised_at=timezone.now())
    objecting.record_talk(canvass, objection, on=timezone.localdate(), who=word, said=word, by=user)
    line = make_sheet_line(canvass, voice_of(canvass, other), by=user, signer=word, reason=word)
    reading = LineReading.objects.create(
        answer=line.answer, choice="agree", signer=word, reason=word, by=user
    )
    principal, proxy = (voice_of(canvass, one) for one in homes)
    delegation = enter_delegation_for(
        canvass, principal, proxy, by=user, signer=word, choice="object", reason=word
    )
    return {
        "pk": canvass.pk,
        "sheet": line.sheet_id,
        "page": line.sheet.pages.get().pk,
        "line": line.pk,
        "reading": reading.pk,
        "number": voice.number,
        "file": canvass.attachments.get().pk,
        "size": "small",
        "answer": answer.pk,
        "delegation": delegation.pk,
        "objection": objection.pk,
        "which": "evidence",
        "form": "json",
    }


def canvass_input(canvass=None, **text):
    """Input for a canvass of a week. Values that are not given are taken from ``canvass``, if any."""
    names = (
        "purpose",
        "preset",
        "electorate",
        "question",
        "body",
        "opens_at",
        "closes_at",
        "threshold",
        "secret",
        "phone_needs_photo",
        "late_days",
        "thread",
    )
    now = timezone.now()
    days = {"opens_at": now - dt.timedelta(seconds=5), "closes_at": now + dt.timedelta(days=7)}
    found = {name: getattr(canvass, name) for name in names} if canvass else {**TEXT, **days}
    return CanvassInput(**{**found, **text})
