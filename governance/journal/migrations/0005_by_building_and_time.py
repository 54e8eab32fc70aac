from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0004_covers'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='line',
            index=models.Index(fields=['building', 'at'], include=('audience',), name='line_by_building_and_time'),
        ),
    ]
