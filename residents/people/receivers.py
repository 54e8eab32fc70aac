"""React to sign-outs, expired sessions, and changed passwords."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from louzu.lib.marks import mark
from residents.people.actions.content_versions import bump_user
from residents.people.models import User
from residents.people.signals import password_renewed, signed_in, signed_out


@receiver(user_logged_out)
def forget_signed_out_session(request: HttpRequest, user: object, **_kwargs: object) -> None:
    """Delete the session's entry in the list of devices, and let the browser delete its pages. The
    middleware ``clear_device`` sends the header."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    mark(request, to_clear=("cache",))
    if isinstance(user, User) and not getattr(request, "timed_out", False):
        signed_out.send(sender=User, user=user, cookies=request.COOKIES)


@receiver(user_logged_in)
def tell_of_sign_in(request: HttpRequest, user: User, **_kwargs: object) -> None:
    signed_in.send(sender=User, user=user, cookies=request.COOKIES)


@receiver(post_save, sender=User)
def notify_of_new_password(instance: User, created: bool, **_kwargs: object) -> None:
    """Send ``password_renewed`` after any change of the password: on the person's page, at the
    desk, or by ``manage.py changepassword``.

    Django keeps the raw password until the user is saved. It has none if it only upgrades the hash.
    """
    if not created and getattr(instance, "_password", None) is not None:
        password_renewed.send(sender=User, user=instance)


@receiver(password_renewed)
def clear_temporary_password_mark(user: User, **_kwargs: object) -> None:
    """Stop reminding a person to change a password that somebody else had set."""
    others = User.objects.filter(pk=user.pk, password_set_at__isnull=False)
    if others.update(password_set_at=None):
        bump_user(user)
