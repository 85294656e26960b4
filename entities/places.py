"""Where some entities are, derived anew by the database itself: a merge may concern most of the archive.

The same rows as refresh_article() of entities/derived.py writes, for a few entities in many articles.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import BooleanField, Count, Exists, Func, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Collate

from articles.models import Article
from entities.derived import refresh_counts, refresh_names, shown_as
from entities.models import ArticleEntity, Entity, Mention, Quote, QuoteAbout

CHUNK = 5_000  # Articles of one statement.


def refresh_entities(entities: Iterable[int], articles: Iterable[int]) -> None:
    """Derive anew where these entities are, within these articles, and count them."""
    entities, articles = set(entities), sorted(articles)
    members = members_of(entities)
    for start in range(0, len(articles), CHUNK):
        chunk = articles[start : start + CHUNK]
        ArticleEntity.objects.filter(entity__in=entities, article__in=chunk).delete()
        QuoteAbout.objects.filter(entity__in=entities, quote__article__in=chunk).delete()
        for entity in sorted(members):
            write_places(entity, members[entity], chunk)
            write_subjects(entity, members[entity], chunk)
    refresh_counts(entities)
    refresh_names(entities)


def members_of(entities: set[int]) -> dict[int, list[int]]:
    """Whose findings count for each of these entities that readers see: its own and of those merged into it."""
    rows = Entity.objects.filter(Q(pk__in=entities) | Q(merged_into__in=entities))
    members: dict[int, list[int]] = defaultdict(list)
    for pk, survivor in shown_as(rows.values_list("pk", flat=True)).items():
        if pk and survivor in entities:
            members[survivor].append(pk)
    return members


def write_places(entity: int, members: list[int], articles: list[int]) -> None:
    """Write in which of these articles an entity is."""
    named = Mention.objects.filter(article=OuterRef("pk"), entity__in=members).order_by()
    said = Quote.objects.filter(article=OuterRef("pk"), speaker__in=members)
    # The form that the article has most often; of equals the alphabet decides, as in form_of().
    forms = named.exclude(name="").values("name").annotate(total=Count("pk"))
    form = forms.order_by("-total", Collate("name", alphabet())).values("name")[:1]
    rows = Article.objects.filter(Exists(named) | Exists(said), pk__in=articles).annotate(
        entity=Value(entity), name=Coalesce(Subquery(form), Value("")), named=count(named), said=count(said)
    )
    columns = {"order_key": "order_key", "name": "name", "mentions": "named", "quotes": "said"}
    insert(ArticleEntity, rows, entity="entity", article="pk", **columns)


def count(rows: QuerySet) -> Coalesce:
    """How many of these an article has."""
    return Coalesce(Subquery(rows.values("article").annotate(total=Count("pk")).values("total")), 0)


def write_subjects(entity: int, members: list[int], articles: list[int]) -> None:
    """Write which quotes of these articles are about an entity: its name stands in the words of another."""
    named = Mention.objects.filter(article=OuterRef("article"), entity__in=members)
    inside = named.filter(IsInside(OuterRef("parts"), "start_char", "end_char"))
    quotes = Quote.objects.filter(Exists(inside), article__in=articles).exclude(speaker__in=members)
    insert(
        QuoteAbout, quotes.annotate(about=Value(entity)), quote="pk", entity="about", order_key="order_key"
    )


class IsInside(Func):
    """Whether a span lies within one of the parts of a quote: parts, start, end."""

    arity = 3
    output_field = BooleanField()

    def as_sqlite(self, compiler, connection, **context):
        return self.filled(
            "EXISTS (SELECT 1 FROM json_each({parts}) AS part WHERE "
            "json_extract(part.value, '$[0]') <= {start} AND {end} <= json_extract(part.value, '$[1]'))",
            compiler,
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.filled(
            "EXISTS (SELECT 1 FROM jsonb_array_elements({parts}) AS part WHERE "
            "(part ->> 0)::integer <= {start} AND {end} <= (part ->> 1)::integer)",
            compiler,
        )

    def filled(self, template: str, compiler) -> tuple[str, tuple]:
        """The template with three columns in it; columns have no parameters."""
        parts, start, end = (compiler.compile(expression)[0] for expression in self.source_expressions)
        return template.format(parts=parts, start=start, end=end), ()


def alphabet() -> str:
    """The order of letters as Python has it, whatever the language of the database."""
    return "C" if connection.vendor == "postgresql" else "BINARY"


def insert(model: type[Model], rows: QuerySet, **values: str) -> None:
    """Write rows that the database itself selects; values says of each field where its value is."""
    sql, parameters = rows.order_by().values_list(*values.values()).query.sql_with_params()
    quoted = connection.ops.quote_name
    names = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(quoted(names[field]) for field in values)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) {sql}", parameters)
