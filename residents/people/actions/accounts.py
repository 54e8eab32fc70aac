"""Accounts, as the keeper of the installation opens and changes them at the desk."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.people.actions.content_versions import bump_buildings_of
from residents.people.actions.preferences import bump_user
from residents.people.models import User
from residents.people.signals import account_changed, password_set


@transaction.atomic
def save_account(person: User, *, changed: Collection[str], added: bool, by: User) -> None:
    """Save it. A change is told in the journals of the buildings where the person lives or serves.

    ``changed``: names of the model's fields. Nothing happens where an existing account has none.
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
    """A new password for somebody who has lost every key: told in the same journals, and to the person
    until they have chosen one of their own."""
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
