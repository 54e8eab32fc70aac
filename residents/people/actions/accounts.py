"""Accounts, which the keeper of the installation opens and changes at the desk."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.people.actions.content_versions import bump_buildings_of, bump_user
from residents.people.models import User
from residents.people.signals import account_changed, password_set


@transaction.atomic
def save_account(person: User, *, changed: Collection[str], added: bool, by: User) -> None:
    """Save an account. A change is written to the journals of the person's buildings.

    ``changed`` are names of model fields. If it is empty for an existing account, nothing happens.
    """
    if added:
        person.password_set_at = timezone.now() if person.has_usable_password() else None
        person.save()
    elif changed:
        _refuse_forgotten(User.objects.select_for_update().get(pk=person.pk))
        person.save(update_fields=[*changed])
        bump_buildings_of(person)
        account_changed.send(sender=User, person=person, changed=changed, by=by)


@transaction.atomic
def set_password_for(person: User, password: str, *, by: User) -> None:
    """Set a new password for a person without a key. It is written to the same journals, and the
    person is reminded until they choose their own."""
    _refuse_forgotten(person)
    person.set_password(password)
    person.save(update_fields=["password"])
    if person != by:
        User.objects.filter(pk=person.pk).update(password_set_at=timezone.now())
    bump_user(person)
    password_set.send(sender=User, person=person, by=by)


def _refuse_forgotten(person: User) -> None:
    if person.forgotten_at:
        raise Refused(_("这位住户的个人信息已经删除了。"))
