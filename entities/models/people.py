"""Who is named in the archive: people and organisations, and the names by which they are linked."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analysis.folding import fold
from articles.search import WORD
from articles.slugs import slug
from entities.models.surnames import SURNAME


class EntityQuerySet(models.QuerySet):
    """People and organisations of the archive."""

    def current(self):
        """Those that were not merged into another, and that editors did not call no name at all."""
        return self.filter(merged_into=None, is_blocked=False)

    def in_the_news(self):
        """Those that an article names: an imported person whom no text names is not shown."""
        return self.current().filter(article_count__gt=0)

    def merged_in(self, pk: int):
        """The entity of this id and those that were merged into it: what a finding may refer to."""
        return self.filter(models.Q(pk=pk) | models.Q(merged_into=pk))

    def for_lists(self):
        return self

    def most_quoted_first(self):
        return self.order_by("-quote_count", "-article_count", "folded_name", "pk")


class Entity(models.Model):
    """A person or an organisation. Its counts are derived: entities/derived.py keeps them."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=300)
    folded_name = models.CharField(max_length=300, editable=False)
    surname = models.GeneratedField(
        expression=SURNAME, output_field=models.CharField(max_length=300), db_persist=True
    )
    is_name_locked = models.BooleanField(
        _("name chosen by an editor"),
        default=False,
        help_text=_("A locked name is never changed by an ingest."),
    )
    description = models.CharField(_("description"), max_length=500, blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True, db_index=True)
    country_code = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        help_text=_("Of the person or organisation itself, not of the news about it."),
    )
    died = models.DateField(
        _("died"), null=True, blank=True, help_text=_("Whoever is quoted later is somebody else.")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    is_blocked = models.BooleanField(
        _("not a name"),
        default=False,
        editable=False,
        help_text=_("Editors decided that this is no person or organisation: readers never see it."),
    )
    article_count = models.PositiveIntegerField(_("articles"), default=0, editable=False)
    mention_count = models.PositiveIntegerField(_("mentions"), default=0, editable=False)
    quote_count = models.PositiveIntegerField(_("quotes"), default=0, editable=False)
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("entity"), _("entities")
        indexes = [
            models.Index(fields=["kind", "-quote_count", "-article_count"], name="entity_by_quotes"),
            models.Index(fields=["kind", "folded_name"], name="entity_by_name"),
            # The directory: its order, and all that its counts ask.
            models.Index(
                fields=["kind", "surname", "folded_name", "article_count", "is_blocked", "merged_into"],
                name="entity_by_surname",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded_name = fold(self.name)[:300]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.pk, slug(self.name) or "naam"])

    @property
    def survivor(self) -> "Entity":
        """The entity that this one was merged into, or itself. Merges never form a chain."""
        return self.merged_into or self

    @property
    def shown(self) -> "Entity | None":
        """Whom a reader sees where this entity is linked: its survivor, or nobody if it is not a name."""
        return None if self.is_blocked or self.survivor.is_blocked else self.survivor


EntityManager = models.Manager.from_queryset(EntityQuerySet)


class KindManager(EntityManager):
    """The entities of one kind, for the proxies below."""

    def __init__(self, kind: str = Entity.Kind.PERSON):
        super().__init__()
        self.kind = kind

    def get_queryset(self):
        return super().get_queryset().filter(kind=self.kind)


class Person(Entity):
    objects = KindManager(Entity.Kind.PERSON)  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("person"), _("people")


class Organisation(Entity):
    objects = KindManager(Entity.Kind.ORGANISATION)  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("organisation"), _("organisations")


class Origin(models.TextChoices):
    """Who says so: a program, an editor, or a table of knowledge."""

    AUTOMATIC = "automatic", _("found automatically")
    CURATED = "curated", _("set by an editor")
    KNOWLEDGE = "knowledge", _("from a table of names")


class Alias(models.Model):
    """A full name by which an entity is linked. Folded: lower case, without accents."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="aliases")
    text = models.CharField(_("name"), max_length=300)
    folded = models.CharField(max_length=300, editable=False, db_index=True)
    # What all spellings of one name share; entities/linking.py fills it and looks by it.
    key = models.CharField(max_length=300, editable=False, db_index=True, blank=True)
    origin = models.CharField(_("origin"), max_length=9, choices=Origin, default=Origin.AUTOMATIC)
    locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("alias"), _("aliases")
        constraints = [models.UniqueConstraint(fields=["entity", "text"], name="alias_once_per_entity")]

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.folded = fold(self.text)[:300]
        super().save(*args, **kwargs)
        NameWord.objects.filter(alias=self).delete()
        NameWord.write([self])


LONGEST_WORD = 60  # Letters of a word of a name; what is longer is found by its beginning.


class NameWord(models.Model):
    """Derived: a word of an alias, folded. entities/search.py finds names by it."""

    alias = models.ForeignKey(Alias, models.CASCADE, related_name="words")
    word = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        # Of PostgreSQL, where an index in the order of the letters alone finds beginnings; SQLite's all do.
        indexes = [
            models.Index(
                fields=["word", "alias"], opclasses=["varchar_pattern_ops", "int8_ops"], name="name_by_word"
            ),
        ]

    def __str__(self):
        return self.word

    @staticmethod
    def write(aliases: "list[Alias]") -> None:
        """Write down the words of these aliases, of which none are there yet."""
        rows = [NameWord(alias=alias, word=word) for alias in aliases for word in words_of_name(alias.folded)]
        NameWord.objects.bulk_create(rows)
        words = dict.fromkeys(row.word for row in rows)
        known = set(KnownWord.objects.filter(word__in=words).values_list("word", flat=True))
        KnownWord.objects.bulk_create(
            [KnownWord(word=word, backwards=word[::-1]) for word in words if word not in known]
        )


def words_of_name(folded: str) -> list[str]:
    """The words of a folded name, each once."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in WORD.findall(folded)))


class KnownWord(models.Model):
    """Derived: every word that names have or had, forwards and backwards, to find what is mistyped.

    A word may stand here twice: were it unique, two who write at once would wait for each other.
    """

    word = models.CharField(max_length=LONGEST_WORD, db_index=True)
    backwards = models.CharField(max_length=LONGEST_WORD, db_index=True)

    def __str__(self):
        return self.word
