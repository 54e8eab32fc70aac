"""The check after the writers are quiet: what was acknowledged exists exactly once."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

from dev.drills.harness.building import Place
from dev.drills.harness.forms import Form, Ledger
from dev.drills.harness.outcome import Outcome

KEY_LENGTH = 32


def check(name: str, place: Place, ledger: Ledger) -> Outcome:
    """Compare the ledger with the database that Django is set up for. Nobody may write meanwhile."""
    _reconnect()
    counts = _counts_in(place.slug)
    acknowledged = [form for _moment, form in ledger.acknowledged]
    everything = acknowledged + ledger.given_up
    faults = (*_gaps_in(place.slug), *_missing_lines_in(place.slug), *_broken_chains())
    return Outcome(
        name=name,
        acknowledged=len(acknowledged),
        lost=sum(counts[_name_of(form)] == 0 for form in acknowledged),
        doubled=sum(counts[_name_of(form)] > 1 for form in everything),
        longest_gap=ledger.longest_gap,
        failed_tries=ledger.failed_tries,
        faults=faults,
    )


def with_faults(outcome: Outcome, *faults: str) -> Outcome:
    return replace(outcome, faults=(*outcome.faults, *faults))


def _reconnect() -> None:
    """Leave a connection from before the fault, which may be broken."""
    from django.db import connection  # noqa: PLC0415 -- after setup

    if not connection.in_atomic_block:
        connection.close()


def _name_of(form: Form) -> str | tuple[int, int]:
    """Return what the form is found by: its key, or for 我家知道了 canvass and household."""
    return (form.canvass, form.person.household) if form.kind == "know" else form.key


def _counts_in(slug: str) -> Counter[str | tuple[int, int]]:
    from governance.canvass.models import Answer, Visit  # noqa: PLC0415 -- after setup
    from governance.lounge.models import Post  # noqa: PLC0415

    posts = Post.objects.filter(thread__building__slug=slug).values_list("text", flat=True)
    answers = Answer.objects.filter(voice__canvass__building__slug=slug)
    visits = Visit.objects.filter(voice__canvass__building__slug=slug, oneself=True)
    counts: Counter[str | tuple[int, int]] = Counter()
    counts.update(text[-KEY_LENGTH:] for text in posts.iterator())
    counts.update(answers.values_list("reason", flat=True).iterator())
    counts.update(visits.values_list("voice__canvass", "voice__household").iterator())
    return counts


def _gaps_in(slug: str) -> list[str]:
    from governance.lounge.models import Post, Thread  # noqa: PLC0415

    faults = []
    for thread in Thread.objects.filter(building__slug=slug):
        numbers = Post.objects.filter(thread=thread).order_by("number")
        if list(numbers.values_list("number", flat=True)) != list(range(1, thread.posts + 1)):
            faults.append(f"The numbers of thread {thread.pk} have gaps.")
    return faults


def _missing_lines_in(slug: str) -> list[str]:
    """Compare the number of journal lines with the number of what they tell of."""
    from governance.canvass.models import Answer  # noqa: PLC0415
    from governance.journal.models import Line  # noqa: PLC0415
    from governance.lounge.models import Post  # noqa: PLC0415

    lines = Line.objects.filter(building__slug=slug)
    pairs = {
        "lounge.replied": Post.objects.filter(thread__building__slug=slug, number__gt=1).count(),
        "canvass.answered": Answer.objects.filter(voice__canvass__building__slug=slug).count(),
    }
    found = {verb: lines.filter(verb=verb).count() for verb in pairs}
    return [
        f"{number} rows but {found[verb]} lines {verb}."
        for verb, number in pairs.items()
        if number != found[verb]
    ]


def _broken_chains() -> list[str]:
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    told = io.StringIO()
    try:
        call_command("verify_journal", stdout=io.StringIO(), stderr=told)
    except CommandError as error:
        return [f"verify_journal: {error} {told.getvalue().strip()}"]
    return []
