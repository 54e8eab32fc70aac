"""Web authorisation (网页授权) of a WeChat service account, as allauth's OAuth 2 flow.

Only the openid is asked for: it is a number of this person at this account, with no name or picture.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from allauth.socialaccount.providers.weixin.client import WeixinOAuth2Client
from django.conf import settings
from django.http import HttpRequest

from louzu.lib.wechat.transport import WeChatRefusedError, WeChatUnreachableError, get
from residents.signin.queries import WEIXIN


class SnapshotUserError(OAuth2Error):
    """The page is a picture that WeChat shows of a site it does not trust yet (快照页). The openid is
    nobody's."""


class ServiceAccountClient(WeixinOAuth2Client):
    """allauth's client, with the fragment that service accounts need, and answers read as UTF-8."""

    def get_redirect_url(
        self, authorization_url: str, scope: list[str], extra_params: dict[str, str]
    ) -> str:
        return f"{super().get_redirect_url(authorization_url, scope, extra_params)}#wechat_redirect"

    def get_access_token(self, code: str, **_more: object) -> dict[str, Any]:
        params = {
            "appid": self.consumer_key,
            "secret": self.consumer_secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        try:
            return get(self.access_token_url, params, needed=("access_token", "openid"))
        except (WeChatRefusedError, WeChatUnreachableError) as error:
            raise OAuth2Error(str(error)) from error


class ServiceAccountAdapter(OAuth2Adapter):
    provider_id = WEIXIN
    client_class = ServiceAccountClient

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        account = settings.WECHAT
        assert account is not None  # noqa: S101 -- the views answer 404 before
        self.authorize_url = account.authorize_url
        self.access_token_url = f"{account.api}/sns/oauth2/access_token"

    def complete_login(
        self, request: HttpRequest, _app: object, _token: SocialToken, *, response: dict[str, Any]
    ) -> SocialLogin:
        if response.get("is_snapshotuser"):
            raise SnapshotUserError
        return self.get_provider().sociallogin_from_response(request, response)
