from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('canvass', '0015_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='canvass',
            name='reminds',
            field=models.BooleanField(default=True, editable=False, verbose_name='截止前提醒没答复的户'),
        ),
    ]
