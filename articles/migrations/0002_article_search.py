from django.db import migrations

# Dutch word forms with accents folded and no stop words: a phrase of small words can be found too.
# A tsvector holds one megabyte at most, so only the first half million characters are indexed.
CONFIGURATION = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TEXT SEARCH DICTIONARY newsarchive_stem (TEMPLATE = snowball, LANGUAGE = dutch);
CREATE TEXT SEARCH CONFIGURATION newsarchive (COPY = dutch);
ALTER TEXT SEARCH CONFIGURATION newsarchive
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
    WITH unaccent, newsarchive_stem;
"""
COLUMN = """
ALTER TABLE articles_article ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('newsarchive', title), 'A') || to_tsvector('newsarchive', left(text, 500000))
) STORED;
CREATE INDEX article_search ON articles_article USING gin (search);
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CONFIGURATION)
        schema_editor.execute(COLUMN)
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE article_search USING fts5(title, text, tokenize = 'unicode61')"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE articles_article DROP COLUMN search")
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION newsarchive")
        schema_editor.execute("DROP TEXT SEARCH DICTIONARY newsarchive_stem")
    else:
        schema_editor.execute("DROP TABLE article_search")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_articles_and_runs")]
    operations = [migrations.RunPython(create, drop)]
