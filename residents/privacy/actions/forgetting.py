"""Delete the personal information of a person (PIPL art. 47)."""

from __future__ import annotations

import json
import secrets
from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from residents.access.models import Device, Slip
from residents.desk.actions import forget_list_exports_about
from residents.people.actions.content_versions import bump_buildings_of
from residents.people.actions.offices import end_office
from residents.people.mentions import redact
from residents.people.models import Membership, Office, OwnerAccess, User
from residents.people.models.users import Language, TextSize
from residents.people.queries.buildings import buildings_ever_of
from residents.people.queries.offices import leads_a_building
from residents.people.signals import person_forgotten
from residents.places.models import Building, Household
from residents.privacy.models import Consent
from residents.roster.models import RosterImport
from residents.signin.actions.wechat import unbind_wechat
from residents.uploads.actions import forget_files_of

SHORTEST_REDACTED_NAME = 2
"""Shorter names are not redacted in texts, because they occur in too many words."""


@transaction.atomic
def forget_user(user: User, *, by: User) -> User:
    """Delete name, phone and all rights for good. Texts stay, attributed to a former resident.

    ``by`` is the person, or the committee at their request. Raises Refused for a leader.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.forgotten_at:
        raise Refused(_("这位住户的个人信息已经删除了。"))
    if leads_a_building(user):
        raise Refused(_("楼组长要先把楼组长的事交接给下一位，再删除个人信息。"))
    name, phone, buildings = user.shown_name, user.phone or "", list(buildings_ever_of(user))
    _end_all(user, by)
    _redact_admin_log(user, name)
    _redact_households(buildings, name=name, phone=phone)
    forget_list_exports_about(user, buildings)
    _anonymise(user)
    bump_buildings_of(user)
    person_forgotten.send(
        sender=User, user=user, name=name, phone=phone, buildings=buildings, by=by
    )
    return user


def _end_all(user: User, by: User) -> None:
    today, now = timezone.localdate(), timezone.now()
    for office in Office.objects.not_over().filter(user=user):
        end_office(office, by=by)
    Office.objects.filter(user=user).update(contact="")
    for home in Membership.objects.not_over().filter(user=user):
        home.until = max(today, home.since)
        home.save(update_fields=["until"])
    for owner_access in OwnerAccess.objects.not_over().filter(user=user):
        owner_access.until = max(today, owner_access.since)
        owner_access.save(update_fields=["until"])
    Consent.objects.open().filter(user=user).update(withdrawn_at=now)
    Slip.objects.live().filter(user=user).update(revoked_at=now, revoked_by=by)
    for keys in (Device.objects.filter(user=user), Authenticator.objects.filter(user=user)):
        keys.delete()
    unbind_wechat(user)
    forget_files_of(user)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in UserSession.objects.filter(user=user):
        store.delete(session.session_key)
        session.delete()


def _anonymise(user: User) -> None:
    user.username = f"gone-{secrets.token_hex(8)}"
    user.shown_name = user.introduction = user.skills = ""
    user.phone = user.phone_verified_at = user.last_login = user.password_set_at = None
    user.shows_name = user.is_active = user.is_staff = user.is_superuser = False
    user.text_size, user.language = TextSize.NORMAL, Language.SIMPLIFIED
    user.forgotten_at = timezone.now()
    user.set_unusable_password()
    user.save()


def _redact_households(buildings: list[Building], *, name: str, phone: str) -> None:
    """Remove the person from household contacts, if the name matches or the number is theirs. Other
    numbers and names of the household are kept."""
    homes = Household.objects.filter(building__in=buildings)
    for home in homes.filter(phone__contains=phone) if phone else ():
        others = [number for number in home.phone.split("、") if phone not in number]
        home.contact = home.contact if others else ""
        home.phone = "、".join(others)
        home.save(update_fields=["contact", "phone"])
    redact(homes, "contact", "note", name=name, phone=phone)
    _delete_undo_rows(
        buildings, [word for word in (name, phone) if len(word) >= SHORTEST_REDACTED_NAME]
    )


def _delete_undo_rows(buildings: list[Building], words: list[str]) -> None:
    """Delete the undo data of imports that mention the person, which can then no longer be undone."""
    kept = RosterImport.objects.filter(building__in=buildings).exclude(kept__isnull=True)
    texts = kept.annotate(text=Cast("kept", TextField()))
    for word in words:
        texts.filter(text__contains=word).update(kept=None)


def _redact_admin_log(user: User, name: str) -> None:
    """Replace the person's name in Django's admin log. The actions stay on record."""
    nobody = stored(gettext_lazy("一位前住户"))
    rows: list[QuerySet[Model]] = [
        User.objects.filter(pk=user.pk),
        Membership.objects.filter(user=user),
        Office.objects.filter(user=user),
        Consent.objects.filter(user=user),
    ]
    for found in rows:
        kind = ContentType.objects.get_for_model(found.model)
        about = LogEntry.objects.filter(
            content_type=kind, object_id__in=[str(row.pk) for row in found]
        )
        about.update(object_repr=nobody)
    if len(name) >= SHORTEST_REDACTED_NAME:
        escaped = json.dumps(name)[1:-1]  # the admin stores its messages as JSON
        LogEntry.objects.filter(change_message__contains=escaped).update(change_message="")
