"""Rows about one person, newest first, for the categories of ``personal_data``."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import Model, Q, QuerySet

from residents.access.models import DeskSignIn, Device, Joining, OwnerSlip, Slip
from residents.desk.models import ListExport
from residents.joining.queries.owners import rooms_of_owner
from residents.people.models import Membership, Office, OwnerAccess, User
from residents.privacy.models import Consent
from residents.roster.models import RosterColumn, RosterDraft, RosterImport
from residents.signin.queries import wechat_of
from residents.uploads.models import KeptFile


class MembershipRow:
    """A membership, formatted for display."""

    def __init__(self, membership: Membership) -> None:
        self.building = str(membership.household.building)
        self.household = str(membership.household)
        self.since, self.until = membership.since, membership.until
        self.may_answer = membership.may_answer


class OfficeRow:
    """An office, formatted for display."""

    def __init__(self, office: Office) -> None:
        self.kind, self.get_kind_display = office.kind, office.get_kind_display
        self.place = str(office.building or office.neighbourhood)
        self.since, self.until = office.since, office.until
        self.contact = office.contact


def account_of(user: User) -> QuerySet[User]:
    return User.objects.filter(pk=user.pk)


def homes_ever_of(user: User) -> QuerySet[Membership]:
    homes = Membership.objects.filter(user=user).order_by("-since", "-pk")
    return homes.select_related("household__flat", "household__building")


def offices_ever_of(user: User) -> QuerySet[Office]:
    offices = Office.objects.filter(user=user).order_by("-since", "-pk")
    return offices.select_related("building", "neighbourhood")


def consents_of(user: User) -> QuerySet[Consent]:
    return Consent.objects.filter(user=user).order_by("-given_at", "-pk")


def sessions_of(user: User) -> QuerySet[Model]:
    sessions: QuerySet[Model] = UserSession.objects.filter(user=user)
    return sessions.order_by("-created_at", "-pk")


def admin_log_of(user: User) -> QuerySet[LogEntry]:
    """Return which kinds of objects the person changed and when. Names are left out, because they
    are data of others."""
    acts = LogEntry.objects.filter(user=user).order_by("-action_time", "-pk")
    return acts.select_related("content_type")


def roster_drafts_of(user: User) -> QuerySet[RosterDraft]:
    drafts = RosterDraft.objects.filter(by=user).order_by("-at", "-pk")
    return drafts.select_related("building").defer("sheet")


def roster_imports_of(user: User) -> QuerySet[RosterImport]:
    imports = RosterImport.objects.filter(Q(by=user) | Q(undone_by=user)).order_by("-at", "-pk")
    return imports.select_related("building").defer("kept")


def roster_columns_of(user: User) -> QuerySet[RosterColumn]:
    return RosterColumn.objects.filter(by=user).order_by("-at", "-pk")


def list_exports_of(user: User) -> QuerySet[ListExport]:
    return ListExport.objects.filter(by=user).defer("rows", "content").order_by("-at", "-pk")


def files_kept_of(user: User) -> QuerySet[KeptFile]:
    return KeptFile.objects.filter(owner=user).order_by("-at", "-pk")


def slips_about(user: User) -> QuerySet[Slip]:
    slips = Slip.objects.filter(Q(user=user) | Q(printed_by=user)).order_by("-printed_at", "-pk")
    return slips.select_related("household__flat", "household__building")


def joinings_about(user: User) -> QuerySet[Joining]:
    joinings = Joining.objects.filter(Q(user=user) | Q(helped_by=user)).order_by("-at", "-pk")
    return joinings.select_related("membership__household__flat", "membership__household__building")


def owner_accesses_of(user: User) -> QuerySet[OwnerAccess]:
    accesses = OwnerAccess.objects.filter(user=user).order_by("-since", "-pk")
    return accesses.select_related("owner__building")


def owner_slips_by(user: User) -> QuerySet[OwnerSlip]:
    slips = OwnerSlip.objects.filter(printed_by=user).order_by("-printed_at", "-pk")
    return slips.select_related("owner__building")


def devices_kept_of(user: User) -> QuerySet[Device]:
    return Device.objects.filter(user=user).order_by("-made_at", "-pk")


def passkeys_kept_of(user: User) -> QuerySet[Model]:
    keys: QuerySet[Model] = Authenticator.objects.filter(user=user)
    return keys.order_by("-created_at", "-pk")


def wechat_kept_of(user: User) -> QuerySet[Model]:
    bound: QuerySet[Model] = wechat_of(user)
    return bound.order_by("-date_joined", "-pk")


class SlipRow:
    """A slip, formatted for display. Its code is stored nowhere."""

    def __init__(self, slip: Slip) -> None:
        self.kind, self.get_kind_display = slip.kind, slip.get_kind_display
        self.household = f"{slip.household.building} {slip.household}"
        self.printed_at, self.expires_at = slip.printed_at, slip.expires_at


class JoiningRow:
    """A joining, formatted for display."""

    def __init__(self, joining: Joining) -> None:
        self.household = f"{joining.building} {joining.membership.household}"
        self.at, self.undone_at = joining.at, joining.undone_at


class OwnerAccessRow:
    """The right to answer for an owner, formatted for display."""

    def __init__(self, access: OwnerAccess) -> None:
        self.rooms = f"{access.building} {rooms_of_owner(access.owner)}".strip()
        self.since, self.until = access.since, access.until


class OwnerSlipRow:
    """A letter to an owner, formatted for display. Its code is stored nowhere."""

    def __init__(self, slip: OwnerSlip) -> None:
        self.rooms = f"{slip.building} {rooms_of_owner(slip.owner)}".strip()
        self.printed_at, self.expires_at = slip.printed_at, slip.expires_at


def desk_sign_ins_of(user: User) -> QuerySet[DeskSignIn]:
    return DeskSignIn.objects.filter(user=user).order_by("-at", "-pk")
