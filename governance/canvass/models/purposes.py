"""The purposes of a canvass, and the groups that can be asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    TELL = "tell", _("告知")
    HEAR = "hear", _("征求意见")
    CONSENT = "consent", _("同意签署")
    VOTE = "vote", _("表决")


DECIDING = (Purpose.CONSENT, Purpose.VOTE)
"""Purposes whose result is counted by two people. The others end at closing."""


class Electorate(models.TextChoices):
    """The group that is asked. A canvass never mixes residents and owners: such a vote would be void."""

    HOUSEHOLDS = "households", _("住户，一户一票")
    OWNERS = "owners", _("业主，一个产权人一票")
    MEMBERS = "members", _("出了钱的业主，一个产权人一票")
