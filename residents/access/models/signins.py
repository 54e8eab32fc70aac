"""Sign-ins of committee members."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from residents.people.models import User


class DeskSignIn(models.Model):
    """A sign-in of a committee member or a keeper of the installation."""

    class How(models.TextChoices):
        """The proof of identity that was given in addition to the password, or instead of it."""

        TOTP = "totp", _("密码和验证码")
        WEBAUTHN = "webauthn", _("指纹、面容或屏幕锁")
        RECOVERY_CODES = "recovery_codes", _("密码和备用码")
        ALONE = "alone", _("只有密码")

    user = models.ForeignKey(
        User, models.PROTECT, related_name="desk_sign_ins", verbose_name=_("谁"), editable=False
    )
    how = models.CharField(_("怎么登录的"), max_length=15, choices=How, editable=False)
    at = models.DateTimeField(_("什么时候"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("登录记录")
        indexes = [
            models.Index(F("user"), F("at").desc(), name="desk_sign_ins_of_a_person"),
            models.Index(F("at").desc(), name="desk_sign_ins"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"
