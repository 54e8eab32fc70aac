"""Answers of voices, their confirmations, and the current answer of each."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.canvass.models.querysets import ConfirmationQuerySet
from governance.canvass.models.roster import Voice
from governance.canvass.option_tally import OptionBallot
from louzu.lib.stored_files import StoredFileField
from residents.models import User
from residents.people.models.users import byline


class Choice(models.TextChoices):
    AGREE = "agree", _("同意")
    OBJECT = "object", _("不同意")
    ABSTAIN = "abstain", _("弃权")
    PICKED = "picked", _("选了")
    TAKEN_BACK = "taken_back", _("收回了答复")


class Channel(models.TextChoices):
    """渠道: how the answer was given."""

    WEB = "web", _("网上")
    DOOR = "door", _("上门")
    MEETING = "meeting", _("会上")
    PHONE = "phone", _("电话")
    SLIP = "slip", _("回条")


class LateAccess(models.TextChoices):
    """How a person who answered on the web gained access shortly before or after the opening."""

    JOINED = "joined", _("开始征询前后才能代表这家答复的人")
    KEY = "key", _("开始征询以后换过登录方式的人")


def unguessable_path(extension: str) -> str:
    return f"canvass/{timezone.localdate():%Y/%m}/{get_random_string(32)}.{extension}"


def evidence_path(_answer: Answer, name: str) -> str:
    return unguessable_path("pdf" if name.endswith(".pdf") else "jpg")


class Answer(models.Model):
    """答复. Append-only: a database trigger refuses updates and deletes."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted; forgetting a person strikes their name and number.",
        "answer_fits": "An answer names options of its text, no more than may be named, or none.",
        "answer_by_proxy": "A proxy answers while the delegation is accepted, and as instructed.",
    }

    class Relation(models.TextChoices):
        SELF = "self", _("本人")
        SPOUSE = "spouse", _("配偶")
        CHILD = "child", _("子女")
        PARENT = "parent", _("父母")
        AUTHORISED = "authorised", _("受委托的人")
        PROXY = "proxy", _("受委托的邻居")

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="answers")
    choice = models.CharField(max_length=10, choices=Choice)
    picks = ArrayField(models.PositiveSmallIntegerField(), null=True)
    """Numbers of the options that were picked, or of the items that were agreed to. NULL unless
    ``choice`` is ``PICKED``."""
    against = ArrayField(models.PositiveSmallIntegerField(), null=True)
    """Numbers of the items that were objected to, where each is answered. NULL as ``picks``."""
    reason = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    version = models.PositiveIntegerField()
    """Number of the text that was answered."""
    seen = models.PositiveBigIntegerField(default=0)
    """Primary key of the latest answer that the author knew of and means to replace."""
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    """The person who answered on the web or entered the answer."""
    office = models.CharField(max_length=10, blank=True)
    said_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    """Signed before the deadline, entered after it."""
    at = models.DateTimeField(db_default=Now())
    late_access = models.CharField(max_length=10, choices=LateAccess, blank=True)
    """Empty if the person could answer for the voice at the opening: see ``AnsweringMember``."""
    needs_check = models.BooleanField(default=False)
    """A web answer that counts only after a check by a second person."""
    signer = models.CharField(max_length=60, blank=True)
    relation = models.CharField(max_length=12, choices=Relation, blank=True)
    evidence = StoredFileField(upload_to=evidence_path, blank=True)
    mandate = StoredFileField(upload_to=evidence_path, blank=True)
    on_sheet = models.BooleanField(db_default=False, default=False)
    """``evidence`` is a photo with answers of other homes, which this household may not see."""
    delegation = models.ForeignKey(
        "Delegation", models.PROTECT, null=True, db_index=False, related_name="+", editable=False
    )
    """Set if a neighbour gave it for this household or owner, on the web or by signing a paper."""

    class Meta:
        verbose_name = verbose_name_plural = _("答复")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="answer_choice_is_known",
                condition=Q(choice__in=["agree", "object", "abstain", "picked", "taken_back"]),
            ),
            models.CheckConstraint(
                name="picked_answer_has_picks",
                condition=Q(choice="picked", picks__isnull=False, against__isnull=False)
                | (~Q(choice="picked") & Q(picks=None, against=None)),
            ),
            models.CheckConstraint(
                name="answer_channel_is_known",
                condition=Q(channel__in=["web", "door", "meeting", "phone", "slip"]),
            ),
            models.CheckConstraint(
                name="brought_answer_names_its_signer",
                condition=Q(channel="web", signer="", relation="", evidence="", mandate="")
                | (~Q(channel="web") & ~Q(signer="") & ~Q(relation="")),
            ),
            models.CheckConstraint(
                name="door_and_slip_have_evidence",
                condition=~Q(channel__in=["door", "slip"]) | ~Q(evidence=""),
            ),
            models.CheckConstraint(
                name="authorised_signer_has_a_mandate",
                condition=~Q(relation="authorised") | ~Q(mandate=""),
            ),
            models.CheckConstraint(
                name="proxy_signs_with_a_delegation",
                condition=~Q(relation="proxy") | Q(delegation__isnull=False),
            ),
            models.CheckConstraint(
                name="objecting_answer_says_why", condition=~Q(choice="object") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="late_access_is_to_the_web",
                condition=Q(late_access="", needs_check=False)
                | Q(late_access__in=["joined", "key"], channel="web"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.choice}"

    @property
    def on_web(self) -> bool:
        return self.channel == Channel.WEB

    @property
    def ballot(self) -> OptionBallot:
        return OptionBallot(frozenset(self.picks or ()), frozenset(self.against or ()))

    @property
    def counts_by_itself(self) -> bool:
        return self.on_web and not self.needs_check

    @property
    def evidence_is_photo(self) -> bool:
        return bool(self.evidence) and not (self.evidence.name or "").endswith(".pdf")

    @property
    def byline(self) -> str:
        return byline(self.by, self.office)

    @property
    def valid_checks(self) -> list[Confirmation]:
        """Checks of this answer that were not taken back, whether they confirm or deny it."""
        rows = list(self.confirmations.all())
        taken_back = {row.takes_back_id for row in rows}
        return [row for row in rows if row.takes_back_id is None and row.pk not in taken_back]

    @property
    def checkers(self) -> list[str]:
        return [row.byline for row in self.valid_checks if not row.denies]

    @property
    def proxy_words(self) -> str:
        """By which neighbour it was given, or "" if it is no answer of a proxy."""
        if self.delegation is None:
            return ""
        return gettext("由%(home)s受委托答的") % {"home": self.delegation.proxy.label}


class Confirmation(models.Model):
    """A second person compared the signed sheet with the entry, or asked the household. Append-only. A
    database trigger refuses the person who entered it."""

    database_rules = {
        "refuse_change": "Rows are never changed or deleted.",
        "second_person": "Whoever entered an answer does not check it, and nobody checks one twice unless the first is taken back.",
    }

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="confirmations")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    by_household = models.BooleanField(default=False)
    office = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(db_default=Now())
    denies = models.BooleanField(db_default=False, default=False)
    """The household said that an answer on the web is not what it says. It never counts."""
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="taken_back", editable=False
    )
    """Set in a line that takes an earlier check of the answer back."""

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("核对")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.by_id}"

    @property
    def words(self) -> str:
        """Sentence that says who confirmed or denied the answer, or took a check of it back."""
        if self.takes_back_id:
            return gettext("%(who)s收回了核对") % {"who": self.byline}
        if self.denies:
            return gettext("%(who)s问过，这家说不是这样") % {"who": self.byline}
        return gettext("%(who)s核对") % {"who": self.byline}

    @property
    def byline(self) -> str:
        return gettext("家里人") if self.by_household else byline(self.by, self.office)


class Current(models.Model):
    """The answer of a voice that counts, at most one row per voice. ``governance.canvass.current``
    computes it from the history after each change."""

    database_rules = {
        "own_answer": "The answers that count or wait are the voice's own.",
    }

    voice = models.OneToOneField(Voice, models.PROTECT, primary_key=True, related_name="current")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    """The latest confirmed answer, or in a clash the earlier of the two."""
    waiting = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    """A later answer that needs a check by a second person."""
    clash = models.BooleanField(default=False)
    """``answer`` and ``waiting`` disagree, one from the web and one entered, or both entered by
    different people and not checked. Neither counts."""

    class Meta:
        verbose_name = verbose_name_plural = _("现在的答复")
        constraints = [
            models.CheckConstraint(
                name="a_clash_is_between_two",
                condition=Q(clash=False) | Q(answer__isnull=False, waiting__isnull=False),
            ),
            models.CheckConstraint(
                name="current_points_somewhere",
                condition=Q(answer__isnull=False) | Q(waiting__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.voice_id)
