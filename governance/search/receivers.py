"""Handlers that index subjects of journal lines, and load the dictionary before workers fork."""

from __future__ import annotations

from django.dispatch import receiver

from governance.journal.models import Line
from governance.journal.signals import line_entered
from governance.search.actions import index_subject
from governance.search.words import load_tokenizer
from louzu.lib.signals import before_fork


@receiver(line_entered)
def index_what_the_line_is_about(line: Line, **_kwargs: object) -> None:
    index_subject(line)


@receiver(before_fork)
def load_dictionary(**_kwargs: object) -> None:
    """Load the dictionary and the character table (about 35 MB) into memory that workers share."""
    load_tokenizer()
