"""A lifecycle: the states of an object and the named steps between them, as one table.

The table is read by actions (they take a step), by rules (who may see the button)
and by ``docs/lifecycles.md`` (the diagram is drawn from it).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted


class HasState(Protocol):
    state: str


class Lifecycle:
    """``Lifecycle(State, step=([sources], target), …)``."""

    def __init__(
        self, states: type[TextChoices], **steps: tuple[Iterable[TextChoices], TextChoices]
    ) -> None:
        self.states = states
        self.steps = {name: (frozenset(src), dst) for name, (src, dst) in steps.items()}

    def allows(self, obj: HasState, step: str) -> bool:
        sources, _target = self.steps[step]
        return obj.state in sources

    def take(self, obj: HasState, step: str) -> None:
        """Move ``obj`` along ``step``, in memory; the caller holds the row lock and saves."""
        if not self.allows(obj, step):
            state = self.states(obj.state).label
            raise Refused(_("现在的状态是“%(state)s”，这一步做不了了。") % {"state": quoted(state)})
        obj.state = self.steps[step][1].value

    def as_mermaid(self) -> str:
        lines = ["stateDiagram-v2"]
        for name, (sources, target) in self.steps.items():
            lines += [
                f"    {source.value} --> {target.value}: {name}"
                for source in sorted(sources, key=lambda state: state.value)
            ]
        return "\n".join(lines)
