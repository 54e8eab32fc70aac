"""A building may name somebody who keeps its accounts."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('residents', '0026_owners_elsewhere'),
    ]

    operations = [
        migrations.AlterField(
            model_name='office',
            name='kind',
            field=models.CharField(choices=[('leader', '楼组长'), ('core', '骨干'), ('volunteer', '志愿者'), ('team', '自管小组'), ('treasurer', '管账人'), ('staff', '居委工作人员')], max_length=10, verbose_name='职务'),
        ),
    ]
