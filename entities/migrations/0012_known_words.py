from django.db import migrations, models

BATCH = 2_000


def fill(apps, schema_editor):
    """Write down every word once, forwards and backwards."""
    NameWord, KnownWord = apps.get_model("entities", "NameWord"), apps.get_model("entities", "KnownWord")
    words = NameWord.objects.order_by("word").values_list("word", flat=True).distinct()
    rows = []
    for word in words.iterator():
        rows.append(KnownWord(word=word, backwards=word[::-1]))
        if len(rows) >= BATCH:
            KnownWord.objects.bulk_create(rows)
            rows = []
    KnownWord.objects.bulk_create(rows)


def drop_trigrams(apps, schema_editor):
    """Nothing looks for letters in the middle of a word of a name any more."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX alias_folded_trigrams")


def create_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX alias_folded_trigrams ON entities_alias USING gin (folded gin_trgm_ops)"
        )


class Migration(migrations.Migration):
    dependencies = [("entities", "0011_name_search")]
    operations = [
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(db_index=True, max_length=60)),
                ("backwards", models.CharField(db_index=True, max_length=60)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(drop_trigrams, create_trigrams),
        migrations.RemoveIndex(model_name="nameword", name="name_by_ending"),
        migrations.RemoveField(model_name="nameword", name="backwards"),
    ]
