from django.db import migrations

# The stems of what was said, by the id of the quote: see articles/search.py.
POSTGRESQL = """
CREATE TABLE quote_search (key bigint PRIMARY KEY, search tsvector NOT NULL);
CREATE INDEX quote_search_stems ON quote_search USING gin (search);
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX alias_folded_trigrams ON entities_alias USING gin (folded gin_trgm_ops);
"""
SQLITE = "CREATE VIRTUAL TABLE quote_search USING fts5(content, tokenize = 'unicode61')"


def create(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE quote_search")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX alias_folded_trigrams")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_article_search"), ("entities", "0001_entities_and_findings")]
    operations = [migrations.RunPython(create, drop)]
