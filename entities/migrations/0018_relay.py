"""Who passes on what another said, as printed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0015_died")]

    operations = [
        migrations.AddField(
            model_name="quote",
            name="relay",
            field=models.JSONField(blank=True, default=list, verbose_name="relay"),
        ),
        migrations.AddField(
            model_name="quote",
            name="relay_text",
            field=models.CharField(blank=True, max_length=300, verbose_name="passed on by, as printed"),
        ),
    ]
