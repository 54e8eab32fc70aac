"""The form by which a browser hands over its subscription to push messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from louzu.lib.web_push.subscriptions import MAX_ENDPOINT, PushSubscription


class PushForm(forms.Form):
    """Filled in by ``static/js/push.js``."""

    endpoint = forms.CharField(max_length=MAX_ENDPOINT, widget=forms.HiddenInput())
    p256dh = forms.CharField(max_length=100, widget=forms.HiddenInput())
    auth = forms.CharField(max_length=40, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not PushSubscription(**cleaned).is_valid(settings.PUSH_SERVICES):
            raise forms.ValidationError(
                _("这个浏览器的提醒，楼组发不到。请换一个浏览器，或者换一种办法。")
            )
        return cleaned

    @property
    def keys(self) -> dict[str, str]:
        """Return the keys that encrypt messages to this browser."""
        return {name: self.cleaned_data[name] for name in ("p256dh", "auth")}
