from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('residents', '0022_consents_to_messages'),
    ]

    operations = [
        migrations.AddField(
            model_name='longjob',
            name='subject',
            field=models.CharField(blank=True, max_length=150, verbose_name='关于什么'),
        ),
    ]
