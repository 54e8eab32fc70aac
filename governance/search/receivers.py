"""What search hears from below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from governance.journal.models import Line
from governance.journal.signals import line_entered
from governance.search.actions import index_subject


@receiver(line_entered)
def index_what_the_line_is_about(line: Line, **_kwargs: Any) -> None:
    index_subject(line)
