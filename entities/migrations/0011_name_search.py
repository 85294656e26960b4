import django.db.models.deletion
from django.db import migrations, models

from articles.search import WORD

BATCH = 2_000


def fill(apps, schema_editor):
    """Write down the words of the names that are there."""
    Alias, NameWord = apps.get_model("entities", "Alias"), apps.get_model("entities", "NameWord")
    rows = []
    for pk, folded in Alias.objects.values_list("pk", "folded").iterator():
        words = dict.fromkeys(word[:60] for word in WORD.findall(folded))
        rows += [NameWord(alias_id=pk, word=word, backwards=word[::-1]) for word in words]
        if len(rows) >= BATCH:
            NameWord.objects.bulk_create(rows)
            rows = []
    NameWord.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("entities", "0010_spellings")]
    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60)),
                ("backwards", models.CharField(max_length=60)),
                (
                    "alias",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="entities.alias",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["word", "alias"],
                        name="name_by_word",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(
                        fields=["backwards", "word"],
                        name="name_by_ending",
                        opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
