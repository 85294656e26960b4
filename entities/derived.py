"""The derived tables: who and which country is in which article, whom a quote is about, and the counts.

They hold nothing that findings do not say. Whoever writes findings calls refresh_articles() in the same
transaction; rebuild() makes them all anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models import Article, order_key
from entities.models import Alias, ArticleCountry, ArticleEntity, Entity, Mention, Quote, QuoteAbout

CHUNK = 1_000  # Articles whose derived rows are made in one go.


def refresh_articles(articles: Iterable[Article], touched: Iterable[int] = ()) -> None:
    """Derive anew what these articles' findings say, and the counts of every entity concerned.

    touched holds ids of entities that the articles may have named before the findings changed.
    """
    touched = set(touched)
    for article in articles:
        touched |= refresh_article(article)
    refresh_counts(touched)
    refresh_names(touched)


def refresh_article(article: Article) -> set[int]:
    """Write the derived rows of one article; the entities that it names or named come back.

    A merge changes no finding: here, what names a merged entity counts for its survivor, and what names
    an entity that editors called no name counts for nobody.
    """
    mentions = list(Mention.objects.filter(article=article))
    quotes = list(Quote.objects.filter(article=article))
    shown = shown_as({m.entity_id for m in mentions} | {q.speaker_id for q in quotes})
    for mention in mentions:
        mention.entity_id = shown.get(mention.entity_id)
    for quote in quotes:
        quote.speaker_id = shown.get(quote.speaker_id)
    key = order_key(article.first_day, article.pk)
    old = set(ArticleEntity.objects.filter(article=article).values_list("entity", flat=True))

    named = Counter(mention.entity_id for mention in mentions if mention.entity_id)
    quoted = Counter(quote.speaker_id for quote in quotes if quote.speaker_id)
    ArticleEntity.objects.filter(article=article).delete()
    ArticleEntity.objects.bulk_create(
        ArticleEntity(
            entity_id=entity,
            article=article,
            order_key=key,
            name=form_of(Counter(mention.name for mention in mentions if mention.entity_id == entity)),
            mentions=named[entity],
            quotes=quoted[entity],
        )
        for entity in sorted(named.keys() | quoted.keys())
    )

    countries = Counter(mention.country_code for mention in mentions if mention.country_code)
    ArticleCountry.objects.filter(article=article).delete()
    ArticleCountry.objects.bulk_create(
        ArticleCountry(country_code=code, article=article, order_key=key, mentions=count)
        for code, count in sorted(countries.items())
    )

    QuoteAbout.objects.filter(quote__article=article).delete()
    QuoteAbout.objects.bulk_create(
        QuoteAbout(quote=quote, entity_id=entity, order_key=key)
        for quote in quotes
        for entity in sorted(subjects_of(quote, mentions))
    )
    return old | named.keys() | quoted.keys()


def form_of(forms: Counter[str]) -> str:
    """The form of a name that an article has most often; of equals the alphabet decides."""
    return min(filter(None, forms), key=lambda form: (-forms[form], form), default="")


def shown_as(entities: Iterable[int | None]) -> dict[int | None, int | None]:
    """For whom each of these entities counts: itself, its survivor, or nobody."""
    rows = Entity.objects.filter(pk__in={pk for pk in entities if pk}).select_related("merged_into")
    return {entity.pk: entity.shown.pk if entity.shown else None for entity in rows}


def subjects_of(quote: Quote, mentions: list[Mention]) -> set[int]:
    """The entities that the content of a quote names, without its speaker."""
    return {
        mention.entity_id
        for mention in mentions
        if mention.entity_id
        and mention.entity_id != quote.speaker_id
        and any(start <= mention.start_char and mention.end_char <= end for start, end in quote.parts)
    }


def refresh_countries(articles: Iterable[int]) -> None:
    """Write anew which countries are in these articles: few statements for many."""
    articles = sorted(articles)
    for start in range(0, len(articles), CHUNK):
        chunk = articles[start : start + CHUNK]
        days = Article.objects.filter(pk__in=chunk).values_list("pk", "first_day")
        keys = {pk: order_key(day, pk) for pk, day in days}
        named = Mention.objects.filter(article__in=chunk).exclude(country_code="").order_by()
        counts = named.values_list("country_code", "article").annotate(count=Count("pk"))
        ArticleCountry.objects.filter(article__in=chunk).delete()
        ArticleCountry.objects.bulk_create(
            ArticleCountry(country_code=code, article_id=article, order_key=keys[article], mentions=count)
            for code, article, count in counts
        )


def refresh_counts(entities: Iterable[int] | None = None) -> None:
    """Count articles, mentions and quotes of these entities anew, or of all."""
    rows = ArticleEntity.objects.filter(entity=OuterRef("pk")).order_by().values("entity")

    def total(aggregate):
        return Coalesce(Subquery(rows.annotate(total=aggregate).values("total")), 0)

    queryset = Entity.objects.all() if entities is None else Entity.objects.filter(pk__in=entities)
    queryset.update(
        article_count=total(Count("pk")),
        mention_count=total(Sum("mentions")),
        quote_count=total(Sum("quotes")),
    )


def refresh_names(entities: Iterable[int] | None = None) -> None:
    """Call these entities, or all, what most articles call them; a name that an editor chose stays.

    Only a name by which an entity is linked can be its name: "De Jong" in an article that editors linked
    to Frenkie de Jong is not.
    """
    free = Entity.objects.filter(is_name_locked=False)
    free = free if entities is None else free.filter(pk__in=entities)
    aliases = Alias.objects.filter(entity__in=free).order_by()
    several = aliases.values("entity").annotate(total=Count("pk")).filter(total__gt=1).values("entity")
    # Whose name was taken away again has another, if only one.
    misnamed = free.exclude(Exists(Alias.objects.filter(entity=OuterRef("pk"), text=OuterRef("name"))))
    changing = Q(entity__in=several) | Q(entity__in=misnamed.values("pk"))
    borne = set(aliases.filter(changing).values_list("entity", "text"))
    if not borne:
        return
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    forms = ArticleEntity.objects.filter(entity__in={entity for entity, _text in borne})
    for entity, name, total in forms.values_list("entity", "name").annotate(total=Count("pk")):
        if (entity, name) in borne:
            counts[entity][name] = total
    for entity in Entity.objects.filter(pk__in=counts):
        total = counts[entity.pk]
        name = min(total, key=lambda form: (-total[form], form))
        if name != entity.name:
            entity.name = name
            entity.save(update_fields=["name", "folded_name"])


def rebuild() -> int:
    """Derive everything anew, an article a transaction; how many articles there were comes back."""
    count = 0
    for article in Article.objects.without_text().order_by("pk").iterator():
        with transaction.atomic():
            refresh_article(article)
        count += 1
    refresh_counts()
    refresh_names()
    return count
