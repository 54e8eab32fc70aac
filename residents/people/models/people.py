"""People, where they belong, and the offices they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from louzu.lib.phone_numbers import STORABLE, mask_phones
from residents.people.models.standing import Standing, office_name
from residents.people.models.standing_sql import building_with_standing
from residents.places.models import Building, Household, Neighbourhood
from residents.places.models.spans import EndsWithPlace, Span, SpanQuerySet, in_order


class TextSize(models.TextChoices):
    NORMAL = "normal", _("标准")
    LARGE = "large", _("大字")
    LARGEST = "largest", _("特大字")


class Language(models.TextChoices):
    SIMPLIFIED = "zh-hans", "简体中文"
    TRADITIONAL = "zh-hant", "繁體中文"
    ENGLISH = "en", "English"


class PhoneLookUpReason(models.TextChoices):
    """Why somebody looks up a neighbour's number. Chosen, not typed: no name gets into the journal."""

    CONTACT = "contact", _("有事要联系")
    URGENT = "urgent", _("急事")
    CHECK = "check", _("核对登记")
    OTHER = "other", _("其他")


class PeopleManager(UserManager["User"]):
    """Makes accounts without an e-mail address."""

    use_in_migrations = False

    def _create_user_object(
        self,
        username: str,
        email: str | None,  # noqa: ARG002 -- Django hands it over
        password: str | None,
        **extra: Any,
    ) -> User:
        """There is no place for an e-mail address."""
        user = self.model(username=self.model.normalize_username(username), **extra)
        user.set_password(password)
        return user


class User(AbstractUser):
    """A person with a key to the portal. Signs in by name or phone; no e-mail is ever asked for."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = None  # type: ignore[assignment]
    shown_name = models.CharField(_("称呼"), max_length=30, help_text=_("邻居平时怎么叫"))
    shows_name = models.BooleanField(
        _("邻居能看到称呼"),
        default=False,
        editable=False,
        help_text=_("本人同意了才显示；担任职务的，以职务显示"),
    )
    """Is there an open consent to it? Kept in step by ``actions.consents``; read on every page."""
    introduction = models.CharField(
        _("自我介绍"), max_length=300, blank=True, help_text=_("想让邻居知道的，比如做什么、爱什么")
    )
    skills = models.CharField(
        _("会做的、愿意帮忙的"),
        max_length=100,
        blank=True,
        help_text=_("比如：修灯、量血压、带孩子"),
    )
    phone = models.CharField(  # noqa: DJ001 -- none is no number
        _("手机"),
        max_length=20,
        null=True,
        blank=True,
        validators=[RegexValidator(STORABLE, _("手机号只写数字。"))],
    )
    phone_verified_at = models.DateTimeField(_("什么时候核对过手机号"), null=True, editable=False)
    """Since then the number opens the account; one that is not verified is to reach the person by, and
    several may have it."""
    text_size = models.CharField(
        _("字号"), max_length=10, choices=TextSize, default=TextSize.NORMAL
    )
    language = models.CharField(
        _("文字"), max_length=10, choices=Language, default=Language.SIMPLIFIED
    )
    content_version = models.PositiveBigIntegerField(default=0, editable=False)
    """Rises whenever something changes that only this person sees (what was read, settings)."""
    password_set_at = models.DateTimeField(
        _("什么时候由系统管理员定了密码"), null=True, editable=False
    )
    """Since then somebody else knows the password; None again when the person has chosen their own."""
    forgotten_at = models.DateTimeField(_("何时被忘记"), null=True, editable=False)
    """From then on nobody can tell who this was; what they wrote stays, as by a former resident."""

    REQUIRED_FIELDS = ["shown_name"]

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        constraints = [
            models.CheckConstraint(
                name="of_the_forgotten_nothing_is_known",
                condition=Q(forgotten_at=None)
                | Q(
                    shown_name="", phone=None, introduction="", skills="",
                    shows_name=False, is_active=False,
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
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        if self.forgotten_at:
            return gettext("一位前住户")
        return self.shown_name or self.username

    @property
    def known_as(self) -> str:
        """What neighbours may see of the name: all of it with consent, else none."""
        return str(self) if self.shows_name or self.forgotten_at else gettext("一位邻居")

    @property
    def phone_is_key(self) -> bool:
        """Does the number open the account?"""
        return self.phone is not None and self.phone_verified_at is not None

    @property
    def masked_phone(self) -> str:
        """``138****8888``; empty for none."""
        return mask_phones(self.phone or "")

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def _standings(self) -> dict[int, Standing]:
        return {}

    def standing_in(self, building: Building) -> Standing:
        """One query for a building at its first asking, none after that."""
        if building.pk not in self._standings:
            seen = building
            if seen.seen_by != self.pk:
                seen = building_with_standing(self.pk, key="id", value=building.pk) or building
            self._standings[building.pk] = Standing.of(seen.offices_held, seen.homes_had)
        return self._standings[building.pk]

    @cached_property
    def neighbourhoods_served(self) -> list[int]:
        """Primary keys of the neighbourhoods in whose committee this person works today."""
        staff = self.offices.current().filter(kind=Office.Kind.STAFF)
        return list(staff.values_list("neighbourhood_id", flat=True))

    @property
    def has_desk(self) -> bool:
        """The committee's desk opens to whoever holds the office of staff, and to the keepers."""
        return self.is_active and (self.is_superuser or bool(self.neighbourhoods_served))


def byline(user: User, office: str) -> str:
    """Who did something, as neighbours see it: ``楼组长 李建国``; without an office as far as agreed."""
    return f"{office_name(office)} {user}" if office else user.known_as


class Membership(EndsWithPlace, Span):
    """A person belongs to a household, and may or may not answer for it."""

    database_rules = {
        "end_with_place": "A row ends with its household at the latest; the end entered for itself stays in own_until.",
    }

    user = models.ForeignKey(
        User, models.PROTECT, related_name="memberships", verbose_name=_("用户")
    )
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="memberships", verbose_name=_("户")
    )
    may_answer = models.BooleanField(_("可以代表全家答复"), default=True)
    joinings_seen = models.PositiveBigIntegerField(default=0, editable=False)
    """Primary key of the newest joining of the household that this member was shown."""

    objects = SpanQuerySet["Membership"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("住户成员")
        constraints = [
            in_order("membership_dates_in_order"),
            models.UniqueConstraint(
                fields=["user", "household"],
                condition=Q(until=None),
                name="one_open_membership_per_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.user}"

    @property
    def building(self) -> Building:
        return self.household.building


class Office(Span):
    """A duty held from one day until another. Who was leader when stays true for ever."""

    database_rules = {
        "keep_history": "Never deleted; only the end may be set, and later moved earlier, not before today.",
        "end_office_with_building": "An office in a building that closes is entered to end with it at the latest.",
    }

    class Kind(models.TextChoices):
        LEADER = "leader", _("楼组长")
        CORE = "core", _("骨干")
        VOLUNTEER = "volunteer", _("志愿者")
        TEAM = "team", _("自管小组")
        STAFF = "staff", _("居委工作人员")

    HELPING = (Kind.VOLUNTEER, Kind.TEAM)
    """Given and ended by the leader; the others are the committee's to give."""
    LESSER = (Kind.CORE, Kind.VOLUNTEER)
    """What a leader does anyway."""

    user = models.ForeignKey(User, models.PROTECT, related_name="offices", verbose_name=_("用户"))
    kind = models.CharField(_("职务"), max_length=10, choices=Kind)
    building = models.ForeignKey(
        Building,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("楼组"),
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("居民区"),
    )
    deputed = models.BooleanField(_("可代楼组长张贴通知"), default=False, help_text=_("只用于骨干"))
    contact = models.CharField(
        _("愿意让邻居拨打的电话"), max_length=30, blank=True, help_text=_("不写就不显示")
    )
    appointed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("由谁委派")
    )

    objects = SpanQuerySet["Office"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("职务")
        constraints = [
            in_order("office_dates_in_order"),
            models.CheckConstraint(
                name="staff_serve_a_neighbourhood_others_a_building",
                condition=Q(kind="staff", neighbourhood__isnull=False, building=None)
                | (~Q(kind="staff") & Q(neighbourhood=None, building__isnull=False)),
                violation_error_message=_("居委工作人员写居民区，其他职务写楼组。"),
            ),
            models.CheckConstraint(
                name="only_core_residents_are_deputed", condition=Q(deputed=False) | Q(kind="core")
            ),
            ExclusionConstraint(
                name="one_leader_at_a_time",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    (
                        Func(
                            F("since"),
                            F("until"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind="leader"),
                violation_error_message=_("这段时间里，这栋楼已经有楼组长了。"),
            ),
        ]
        indexes = [models.Index(fields=["building", "kind"], name="office_by_building")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"


class Submission(models.Model):
    """A form that was sent: the same form sent again is led to where the first one went."""

    key = models.CharField(max_length=64, primary_key=True)
    led_to = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("表单提交")

    def __str__(self) -> str:
        return self.key[:8]
