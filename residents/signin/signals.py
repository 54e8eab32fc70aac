"""Signals of signing in. They are sent inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

wechat_bound = Signal()  # user, openid
wechat_unbound = Signal()  # user, openid
wechat_message_failed = Signal()  # message: its id at WeChat; failure: WeChat's words
