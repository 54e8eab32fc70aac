"""Accounts and their settings."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from louzu.lib.phone_numbers import STORABLE, mask_phones
from residents.people.models.standing import Standing, office_name
from residents.people.models.standing_sql import building_and_standing
from residents.places.models import Building


class TextSize(models.TextChoices):
    NORMAL = "normal", _("标准")
    LARGE = "large", _("大字")
    LARGEST = "largest", _("特大字")


class Language(models.TextChoices):
    SIMPLIFIED = "zh-hans", "简体中文"
    TRADITIONAL = "zh-hant", "繁體中文"
    ENGLISH = "en", "English"


class PhoneLookUpReason(models.TextChoices):
    """Why somebody looks up a neighbour's number. It is chosen from a list, so that no name gets
    into the journal."""

    CONTACT = "contact", _("有事要联系")
    URGENT = "urgent", _("急事")
    CHECK = "check", _("核对登记")
    OTHER = "other", _("其他")


class PeopleManager(UserManager["User"]):
    """Creates accounts without an e-mail address."""

    use_in_migrations = False

    def _create_user_object(
        self,
        username: str,
        email: str | None,  # noqa: ARG002 -- passed by Django
        password: str | None,
        **extra: object,
    ) -> User:
        user = self.model(username=self.model.normalize_username(username), **extra)
        user.set_password(password)
        return user


class User(AbstractUser):
    """An account. People sign in by name or phone; there is no e-mail address."""

    rooms: list[str] | None
    """Annotated by ``with_rooms`` only."""

    first_name = None  # type: ignore[assignment]  # Django's way to leave a field out
    last_name = None  # type: ignore[assignment]  # Django's way to leave a field out
    email = None  # type: ignore[assignment]  # Django's way to leave a field out
    shown_name = models.CharField(_("称呼"), max_length=30, help_text=_("邻居平时怎么叫"))
    shows_name = models.BooleanField(
        _("邻居能看到称呼"),
        default=False,
        editable=False,
        help_text=_("本人同意了才显示；担任职务的，以职务显示"),
    )
    """Whether there is an open consent. ``residents.privacy.actions.consents`` keeps it up to date, because every
    page reads it."""
    introduction = models.CharField(
        _("自我介绍"), max_length=300, blank=True, help_text=_("想让邻居知道的，比如做什么、爱什么")
    )
    skills = models.CharField(
        _("会做的、愿意帮忙的"),
        max_length=100,
        blank=True,
        help_text=_("比如：修灯、量血压、带孩子"),
    )
    phone = models.CharField(  # noqa: DJ001 -- unique, so "" cannot mean none
        _("手机"),
        max_length=20,
        null=True,
        blank=True,
        validators=[RegexValidator(STORABLE, _("手机号只写数字。"))],
    )
    phone_verified_at = models.DateTimeField(_("什么时候核对过手机号"), null=True, editable=False)
    """The number can be used to sign in from then on. A number that is not verified is only a
    contact, and several people may have it."""
    text_size = models.CharField(
        _("字号"), max_length=10, choices=TextSize, default=TextSize.NORMAL
    )
    language = models.CharField(
        _("文字"), max_length=10, choices=Language, default=Language.SIMPLIFIED
    )
    content_version = models.PositiveBigIntegerField(default=0, editable=False)
    """Version of what only this person sees, such as settings and what was read."""
    password_set_at = models.DateTimeField(
        _("什么时候由系统管理员定了密码"), null=True, editable=False
    )
    """When somebody else set the password. None after the person has chosen a new one."""
    forgotten_at = models.DateTimeField(_("何时被忘记"), null=True, editable=False)
    """When the account was made anonymous. The texts of the person stay, as those of a former
    resident."""

    REQUIRED_FIELDS = ["shown_name"]

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        constraints = [
            models.CheckConstraint(
                name="forgotten_user_is_empty",
                condition=Q(forgotten_at=None)
                | Q(
                    shown_name="",
                    phone=None,
                    introduction="",
                    skills="",
                    shows_name=False,
                    is_active=False,
                ),
            ),
            models.UniqueConstraint(
                name="a_verified_number_opens_one_account",
                fields=["phone"],
                condition=Q(phone_verified_at__isnull=False),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="one_account_per_sign_in_name",
                violation_error_message=_("这个名字已经有人用了。"),
            ),
        ]

    def __str__(self) -> str:
        if self.forgotten_at:
            return gettext("一位前住户")
        return self.shown_name or self.username

    @property
    def known_as(self) -> str:
        return str(self) if self.shows_name or self.forgotten_at else gettext("一位邻居")

    @property
    def phone_is_key(self) -> bool:
        return self.phone is not None and self.phone_verified_at is not None

    @property
    def masked_phone(self) -> str:
        return mask_phones(self.phone or "")

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def _standings(self) -> dict[int, Standing]:
        """By primary key of the building. Kept as long as this object, which is for one request."""
        return {}

    def keep_standing(self, building: Building, standing: Standing) -> None:
        self._standings[building.pk] = standing

    def standing_in(self, building: Building) -> Standing:
        """Return the person's standing. The first call for a building costs one query, unless the
        query that fetched it has read the standing as well (``building_with_access``)."""
        if building.pk not in self._standings:
            found = building_and_standing(self.pk, key="id", value=building.pk)
            self.keep_standing(building, found[1] if found else Standing())
        return self._standings[building.pk]

    @cached_property
    def neighbourhoods_served(self) -> list[int]:
        staff = self.offices.current().filter(kind="staff")
        return list(staff.values_list("neighbourhood_id", flat=True))

    @property
    def has_desk(self) -> bool:
        """Return whether the person may use the committee's desk, as staff or as a keeper."""
        return self.is_active and (self.is_superuser or bool(self.neighbourhoods_served))


def byline(user: User, office: str) -> str:
    return f"{office_name(office)} {user}" if office else user.known_as
