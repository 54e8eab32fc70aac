from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('canvass', '0012_attachments'),
    ]

    operations = [
        # Labels alone: nothing changes in the database.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='canvass',
                    name='announced_at',
                    field=models.DateTimeField(editable=False, null=True, verbose_name='什么时候预告的'),
                ),
                migrations.AlterField(
                    model_name='canvass',
                    name='closed_at',
                    field=models.DateTimeField(editable=False, null=True, verbose_name='什么时候截止的'),
                ),
                migrations.AlterField(
                    model_name='canvass',
                    name='counted_at',
                    field=models.DateTimeField(editable=False, null=True, verbose_name='什么时候清点的'),
                ),
                migrations.AlterField(
                    model_name='canvass',
                    name='opened_at',
                    field=models.DateTimeField(editable=False, null=True, verbose_name='什么时候开始的'),
                ),
                migrations.AlterField(
                    model_name='canvass',
                    name='published_at',
                    field=models.DateTimeField(editable=False, null=True, verbose_name='什么时候公布的'),
                ),
                migrations.AlterField(
                    model_name='objection',
                    name='ended_at',
                    field=models.DateTimeField(null=True, verbose_name='什么时候了结的'),
                ),
                migrations.AlterField(
                    model_name='objection',
                    name='raised_at',
                    field=models.DateTimeField(verbose_name='什么时候提的'),
                ),
                migrations.AlterField(
                    model_name='objection',
                    name='state',
                    field=models.CharField(choices=[('raised', '刚提出'), ('in_talks', '在谈'), ('offered', '有了办法'), ('withdrawn', '收回了'), ('met', '谈成了'), ('stands', '保留')], default='raised', max_length=10, verbose_name='状态'),
                ),
            ],
        ),
    ]
