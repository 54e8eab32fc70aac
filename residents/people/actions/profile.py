"""What a person writes about themselves, and how they read."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from residents.people.actions.content_versions import bump_buildings_of
from residents.people.models import Office, User


@transaction.atomic
def correct_profile(user: User, *, shown_name: str, introduction: str, skills: str) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    user.shown_name, user.introduction, user.skills = shown_name, introduction, skills
    user.save(update_fields=["shown_name", "introduction", "skills"])
    bump_buildings_of(user)
    return user


@transaction.atomic
def change_contact(office: Office, *, contact: str) -> None:
    """Set the phone number that neighbours see beside an office; "" for none."""
    Office.objects.filter(pk=office.pk).update(contact=contact)
    bump_buildings_of(office.user)


def choose_preferences(user: User, *, text_size: str, language: str) -> None:
    User.objects.filter(pk=user.pk).update(
        text_size=text_size, language=language, content_version=F("content_version") + 1
    )
