from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0014_unlinked_names")]
    operations = [
        migrations.AddField(
            "entity",
            "died",
            models.DateField(
                blank=True,
                help_text="Whoever is quoted later is somebody else.",
                null=True,
                verbose_name="died",
            ),
        ),
    ]
