from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0012_known_words")]
    operations = [
        migrations.AlterField(
            model_name="suggestion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("same", "possibly the same"),
                    ("namesakes", "one name, two people"),
                    ("mixed", "possibly two people taken for one"),
                    ("unlinked", "a name linked to nobody"),
                    ("lost", "set by an editor, lost from the text"),
                    ("speaker", "an unsure speaker"),
                    ("report", "a reader's report"),
                ],
                max_length=9,
                verbose_name="kind",
            ),
        ),
    ]
