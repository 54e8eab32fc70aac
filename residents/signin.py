"""Signing in with django-allauth: by name or phone, never by e-mail; joining is by slip only."""

from __future__ import annotations

import re

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.http import HttpRequest

from residents.models import User


def bare_phone(typed: str) -> str:
    """``+86 138-0013 8000`` and ``１３８…`` as ``13800138000``; empty if it is no phone number."""
    digits = "".join(str(int(c)) for c in typed if c.isdecimal())
    bare = re.fullmatch(r"(?:86)?(1\d{10})", digits)
    return bare[1] if bare else ""


class ByNameOrPhone(AuthenticationBackend):  # type: ignore[misc]
    """The one field of the sign-in form takes either."""

    def _authenticate_by_username(self, username: str, password: str) -> AbstractBaseUser | None:
        name = Q(username__iexact=username.strip())
        phone = bare_phone(username)
        found = User.objects.filter(name | Q(phone=phone) if phone else name).first()
        checked: AbstractBaseUser | None = self._check_password(found, password)
        return checked


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False


def shown_name_of(user: User) -> str:
    return str(user)
