from django.db import migrations

COLUMN = """
ALTER TABLE entities_quote ADD COLUMN search tsvector
    GENERATED ALWAYS AS (to_tsvector('newsarchive', content)) STORED;
CREATE INDEX quote_search ON entities_quote USING gin (search);
CREATE INDEX alias_folded_trigrams ON entities_alias USING gin (folded gin_trgm_ops);
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(COLUMN)
    else:
        schema_editor.execute("CREATE VIRTUAL TABLE quote_search USING fts5(content, tokenize = 'unicode61')")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX alias_folded_trigrams")
        schema_editor.execute("ALTER TABLE entities_quote DROP COLUMN search")
    else:
        schema_editor.execute("DROP TABLE quote_search")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_article_search"), ("entities", "0001_entities_and_findings")]
    operations = [migrations.RunPython(create, drop)]
