from __future__ import annotations

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("canvass", "0030_papers_of_proxies")]
    operations = [ValidateConstraint("answer", "proxy_signs_with_a_delegation")]
