import usher.models.event
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('usher', '0009_attendance_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventhead',
            name='epoch',
            field=models.CharField(default=usher.models.event.new_epoch, max_length=8),
        ),
    ]
