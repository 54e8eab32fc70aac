"""Personal calendar addresses: create, replace and revoke."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from governance.meetings.models import Feed
from governance.meetings.models.feeds import digest_of
from residents.models import User
from residents.people.actions.content_versions import bump_user


@transaction.atomic
def open_feed(user: User) -> str:
    """Create an address and return its token, which is never shown again. An earlier address
    becomes invalid."""
    token = secrets.token_urlsafe(24)
    Feed.objects.update_or_create(
        user=user, defaults={"digest": digest_of(token), "made_at": timezone.now()}
    )
    bump_user(user)
    return token


@transaction.atomic
def close_feed(user: User) -> None:
    Feed.objects.filter(user=user).delete()
    bump_user(user)
