"""Base form of changes whose outcome is shown at the desk before they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

from django import forms
from django.utils.translation import gettext as _

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm
from louzu.lib.versions import version_of
from residents.places.models import Building


@dataclass(frozen=True, slots=True)
class Outcome:
    """Sentences that describe what a change will do, for its preview."""

    happens: tuple[str, ...]
    counted: tuple[str, ...] = ()
    """Titles of open canvasses and drafts that still count the record; ``counts`` explains this."""
    stays: tuple[str, ...] = ()
    counts: str = ""

    @property
    def version(self) -> str:
        """Digest of the preview; it differs if the record has changed since it was shown."""
        return version_of(*self.happens, *self.counted, *self.stays)


class ChangeForm(CrispyForm):
    """Base of forms that change one record. ``outcome()`` may be called once the form is valid."""

    def __init__(
        self,
        record: Any,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.record = record
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = _(
                    "选的里面有现在没有的，可能别人刚改过。请重新选。"
                )

    @property
    def building(self) -> Building:
        found: Building = self.record.building
        return found

    def outcome(self) -> Outcome:
        raise NotImplementedError
