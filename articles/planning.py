"""What the database knows of its tables when it plans a query. PostgreSQL keeps that up to date itself."""

from django.db import connection

ROWS_READ = 400  # Of each index: as many as SQLite advises, so that it takes no time in a large archive.


def describe_tables() -> None:
    """Have SQLite look at its tables: where it has to guess, it may read a whole one for each row of another."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_READ}")
            cursor.execute("ANALYZE")
