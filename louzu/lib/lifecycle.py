"""A lifecycle: the states of an object and the named steps between them.

Actions take steps, rules ask which step is allowed, and the diagrams in ``docs/lifecycles.md`` are
drawn from it.
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
    """``Lifecycle(State, step=([sources], target), …)``: each step leads from its sources to one target."""

    def __init__(
        self, states: type[TextChoices], **steps: tuple[Iterable[TextChoices], TextChoices]
    ) -> None:
        self.states = states
        self.steps = {name: (frozenset(src), dst) for name, (src, dst) in steps.items()}

    def allows(self, obj: HasState, step: str) -> bool:
        sources, _target = self.steps[step]
        return obj.state in sources

    def take(self, obj: HasState, step: str) -> None:
        """Set the state after ``step`` on ``obj``. The caller holds the row lock and saves.

        Raises Refused if the present state does not allow the step.
        """
        if not self.allows(obj, step):
            raise Refused(self.reason(obj))
        obj.state = self.steps[step][1].value

    def reason(self, obj: HasState) -> str:
        """Return the sentence with which a step is refused that the present state does not allow."""
        state = self.states(obj.state).label
        return _("现在的状态是“%(state)s”，这一步做不了了。") % {"state": quoted(state)}

    def as_mermaid(self) -> str:
        lines = ["stateDiagram-v2"]
        for name, (sources, target) in self.steps.items():
            lines += [
                f"    {source.value} --> {target.value}: {name}"
                for source in sorted(sources, key=lambda state: state.value)
            ]
        return "\n".join(lines)
