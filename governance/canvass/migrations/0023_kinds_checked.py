from __future__ import annotations

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("canvass", "0022_picks")]
    operations = [
        ValidateConstraint("canvass", "canvass_kind_is_known"),
        ValidateConstraint("canvass", "only_several_have_seats"),
        ValidateConstraint("answer", "answer_choice_is_known"),
        ValidateConstraint("answer", "picked_answer_has_picks"),
    ]
