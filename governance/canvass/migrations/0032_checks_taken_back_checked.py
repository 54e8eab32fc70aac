from __future__ import annotations

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("canvass", "0031_papers_of_proxies_checked")]
    operations = [ValidateConstraint("confirmation", "taking_back_denies_nothing")]
