"""How forms are laid out: one field under the other; the page writes the tag and the buttons."""

from __future__ import annotations

from crispy_forms.helper import FormHelper


def stacked() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the page writes the token beside the one-time key
    return helper
