from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0013_mixed_people")]
    operations = [
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                fields=["name"],
                condition=models.Q(("entity", None), ("locked", False)),
                name="mention_unlinked",
            ),
        ),
    ]
