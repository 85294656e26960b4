from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0005_roles")]
    operations = [
        migrations.AddField(
            model_name="articleentity",
            name="name",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="entity",
            name="country_code",
            field=models.CharField(
                blank=True,
                help_text="Of the person or organisation itself, not of the news about it.",
                max_length=2,
                verbose_name="country",
            ),
        ),
        migrations.AlterField(
            model_name="entity",
            name="wikidata_id",
            field=models.CharField(blank=True, db_index=True, max_length=20, verbose_name="Wikidata id"),
        ),
    ]
