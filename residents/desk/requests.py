"""Read the user and parameters of a request at the desk."""

from __future__ import annotations

from django.http import HttpRequest

from residents.people.models import User

MAX_DIGITS = 6


def staff_user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- the desk admits no others
    return request.user


def neighbourhoods_served_by(request: HttpRequest) -> list[int]:
    return request.user.neighbourhoods_served if isinstance(request.user, User) else []


def neighbourhoods_in_scope(request: HttpRequest) -> list[int] | None:
    """Return primary keys of the user's neighbourhoods, or None for a keeper, who sees all."""
    asks = request.user
    return (
        None if isinstance(asks, User) and asks.is_superuser else neighbourhoods_served_by(request)
    )


def page_number(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < MAX_DIGITS else 1
    return max(number, 1)
