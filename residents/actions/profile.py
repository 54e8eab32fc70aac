"""What a person says about themselves."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.actions.faces import show_anew
from residents.models import Office, User


@transaction.atomic
def correct_profile(
    user: User, *, shown_name: str, phone: str, introduction: str, skills: str
) -> User:
    """Name, phone (digits, empty for none) and what neighbours may read of the person."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.shown_name, user.phone = shown_name, phone or None
    user.introduction, user.skills = introduction, skills
    try:
        with transaction.atomic():
            user.save(update_fields=["shown_name", "phone", "introduction", "skills"])
    except IntegrityError as taken:
        raise Refused(
            _("这个手机号登记不上。请核对号码；号码没错的话，请找楼组长或居委。")
        ) from taken
    show_anew(user)
    return user


@transaction.atomic
def change_contact(office: Office, *, contact: str) -> None:
    """The number which the holder of an office lets neighbours ring; empty for none."""
    Office.objects.filter(pk=office.pk).update(contact=contact)
    show_anew(office.user)
