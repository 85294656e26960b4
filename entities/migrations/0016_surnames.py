from django.db import migrations, models
from django.db.models import F, Func, Value
from django.db.models.functions import Length, Replace, Substr

LETTERS = Replace(F("folded_name"), Value(" "), Value(""))
BEFORE = Func(F("folded_name"), LETTERS, function="RTRIM", output_field=models.CharField())
LAST_WORD = Substr(F("folded_name"), Length(BEFORE) + 1)
MARKS = Value("'\"‘’“”„(-.")
SURNAME = Func(LAST_WORD, MARKS, function="LTRIM", output_field=models.CharField())


class Migration(migrations.Migration):
    dependencies = [("entities", "0015_died")]
    operations = [
        migrations.AddField(
            "entity",
            "surname",
            models.GeneratedField(
                expression=SURNAME, output_field=models.CharField(max_length=300), db_persist=True
            ),
        ),
        migrations.AddIndex(
            "entity",
            models.Index(
                fields=["kind", "surname", "folded_name", "article_count", "is_blocked", "merged_into"],
                name="entity_by_surname",
            ),
        ),
    ]
