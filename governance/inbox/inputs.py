"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotInput:
    name: str
    webhook: str
    """The robot's whole address, which is a secret."""
    secret: str
    """Key of its signature, or an empty string."""
    topics: Sequence[str]
    """Values of ``Topic`` or, in a committee's group, of ``CommitteeTopic``."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a person gets messages. Equal quiet hours mean none."""

    quiet_from: dt.time
    quiet_until: dt.time
    digest_at: dt.time
