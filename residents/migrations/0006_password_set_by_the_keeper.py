"""When the keeper of the installation chose somebody's password."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0005_joinings_seen")]
    operations = [
        migrations.AddField(
            "user",
            "password_set_at",
            models.DateTimeField(
                editable=False, null=True, verbose_name="什么时候由系统管理员定了密码"
            ),
        )
    ]
