"""allauth's provider of WeChat, for a service account. allauth finds it by the name of this module."""

from __future__ import annotations

from allauth.socialaccount.providers.weixin.provider import WeixinProvider

from residents.signin.weixin.oauth import ServiceAccountAdapter


class ServiceAccountProvider(WeixinProvider):
    """Keeps the openid and nothing else."""

    oauth2_adapter_class = ServiceAccountAdapter

    def get_default_scope(self) -> list[str]:
        return ["snsapi_base"]

    def extract_extra_data(self, _data: object) -> dict[str, str]:
        return {}

    def extract_common_fields(self, _data: object) -> dict[str, str]:
        return {}


provider_classes = [ServiceAccountProvider]
