from django.db import migrations

# The stems of titles and texts, by the order key of their articles: see articles/search.py.
POSTGRESQL = """
CREATE TABLE article_search (key bigint PRIMARY KEY, search tsvector NOT NULL);
CREATE INDEX article_search_stems ON article_search USING gin (search);
"""
SQLITE = "CREATE VIRTUAL TABLE article_search USING fts5(title, text, tokenize = 'unicode61')"


def create(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_articles_and_runs")]
    operations = [
        migrations.RunPython(
            create, lambda apps, schema_editor: schema_editor.execute("DROP TABLE article_search")
        )
    ]
