"""What becomes of a person who comes back from WeChat: signed in, bound, or told what is missing."""

from __future__ import annotations

import logging
from typing import Never
from urllib.parse import urlencode

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.people.models import User
from residents.signin.actions.wechat import bind_wechat
from residents.signin.queries import WEIXIN, wechat_of
from residents.signin.weixin.oauth import SnapshotUserError

logger = logging.getLogger(__name__)


class WeChatAdapter(DefaultSocialAccountAdapter):
    """Nobody opens an account by WeChat: accounts come from slips, or from the desk."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(
        self, _request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the account of the environment. There are none in the database."""
        del provider, client_id
        account = settings.WECHAT
        if account is None:
            return []
        return [SocialApp(provider=WEIXIN, client_id=account.app_id, secret=account.secret)]

    def populate_user(self, _request: HttpRequest, sociallogin: SocialLogin, _data: object) -> User:
        """Leave the person out of which nothing is made."""
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Bind, if that was asked for; else let only those sign in who are bound."""
        openid = sociallogin.account.uid
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            self._bind(request, openid)
        if not sociallogin.is_existing:
            back = {"wechat": "unknown", "next": reverse("wechat")}
            _go(f"{reverse('account_login')}?{urlencode(back)}")

    def _bind(self, request: HttpRequest, openid: str) -> Never:
        user = request.user
        if not isinstance(user, User):
            _go(reverse("account_login"))
        try:
            bind_wechat(user, openid)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("绑定好了，以后在微信里点一下就能登录。"))
            _go(reverse("keys"))
        _go(reverse("wechat"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        _provider: object,
        *,
        exception: Exception | None = None,
        **_: object,
    ) -> Never:
        """Lead back, instead of allauth's page of errors.

        Some phones request the way back twice. The second request finds its code used (40163) and
        its state gone; where the first one signed in, the pages it is led to take the person on.
        """
        if exception is not None:
            logger.warning("WeChat did not sign in: %s", exception)
        trouble = "snapshot" if isinstance(exception, SnapshotUserError) else "again"
        if not isinstance(request.user, User):
            _go(f"{reverse('account_login')}?{urlencode({'wechat': trouble})}")
        if wechat_of(request.user).exists():
            _go(reverse("front"))
        _go(f"{reverse('wechat')}?{urlencode({'wechat': trouble})}")


def _go(url: str) -> Never:
    raise ImmediateHttpResponse(redirect(url))
