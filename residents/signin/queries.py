"""Ways to sign in that are bound to an account."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from residents.people.models import User

WEIXIN = "weixin"
"""allauth's name of the provider."""


def wechat_of(user: User) -> QuerySet[SocialAccount]:
    """Return the binding, or none. ``uid`` is the person's openid at the service account."""
    bound: QuerySet[SocialAccount] = SocialAccount.objects.filter(user=user, provider=WEIXIN)
    return bound
