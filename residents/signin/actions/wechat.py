"""Bind a person's WeChat to the account, for signing in, and end that."""

from __future__ import annotations

import datetime as dt

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.people.actions.content_versions import bump_user
from residents.people.models import User
from residents.signin.queries import WEIXIN, wechat_of
from residents.signin.signals import wechat_bound, wechat_unbound


@transaction.atomic
def bind_wechat(user: User, openid: str) -> None:
    """Bind one WeChat, instead of another that was bound. Raises Refused if it is bound to another
    account."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if wechat_of(user).filter(uid=openid).exists():
        return
    unbind_wechat(user)
    try:
        with transaction.atomic():
            SocialAccount.objects.create(provider=WEIXIN, uid=openid, user=user)
    except IntegrityError as taken:
        raise Refused(
            _("这个微信已经绑定了别的账号，没有改。要换到这个账号，请先在那个账号里解绑。")
        ) from taken
    bump_user(user)
    wechat_bound.send(sender=User, user=user, openid=openid)


@transaction.atomic
def unbind_wechat(user: User) -> None:
    for bound in wechat_of(user).select_for_update():
        _unbind(bound)


@transaction.atomic
def forget_openid(openid: str, *, at: dt.datetime) -> None:
    """Delete what WeChat told of a person who ended following the service account at ``at``. Somebody
    who has bound it again since then stays bound."""
    found = SocialAccount.objects.filter(provider=WEIXIN, uid=openid, date_joined__lte=at)
    for bound in found.select_for_update():
        _unbind(bound)


def _unbind(bound: SocialAccount) -> None:
    openid, user = bound.uid, bound.user
    bound.delete()
    bump_user(user)
    wechat_unbound.send(sender=User, user=user, openid=openid)
