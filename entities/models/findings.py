"""What was found in the articles: names, and quotes with their speakers."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.search import QUOTES
from entities.models.people import Entity, Origin


class InTextManager(models.Manager):
    """Findings that stand in the text. Withdrawn and rejected ones stay in the table, unseen by readers."""

    def get_queryset(self):
        return super().get_queryset().filter(withdrawn_at=None, is_rejected=False)


class Finding(models.Model):
    """Something found in an article's text, by a program or an editor.

    A locked finding is an editor's decision: no ingest changes it. When the text changes and a finding is
    no longer in it, an automatic mention goes; a quote or a locked finding stays as withdrawn. One that an
    editor rejected stays too, and keeps its place from being filled again.
    """

    origin = models.CharField(_("origin"), max_length=9, choices=Origin, default=Origin.AUTOMATIC)
    locked = models.BooleanField(_("locked"), default=False)
    withdrawn_at = models.DateTimeField(_("no longer in the text since"), null=True, blank=True)
    is_rejected = models.BooleanField(_("rejected by an editor"), default=False, editable=False)
    # What the program says in the place of a locked finding, kept by every ingest for the day that the
    # editor's decision is undone. Nothing where the finding is the program's own.
    automatic = models.JSONField(null=True, blank=True, editable=False)

    objects = InTextManager()
    with_withdrawn = models.Manager()  # noqa: DJ012 - a second manager, not a field

    class Meta:
        abstract = True
        default_manager_name = "objects"


class Mention(Finding):
    """A name in an article: who or which country it refers to, or nobody that could be decided.

    Mentions of one article that name the same individual share a cluster, linked or not.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        COUNTRY = "country", _("country")

    article = models.ForeignKey(Article, models.CASCADE, related_name="mentions")
    start_char = models.PositiveIntegerField()
    end_char = models.PositiveIntegerField()
    text = models.CharField(_("as printed"), max_length=500)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    cluster = models.PositiveSmallIntegerField(null=True, blank=True)
    name = models.CharField(_("fullest form in the article"), max_length=300, blank=True)
    role = models.CharField(_("function as printed"), max_length=200, blank=True)
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="mentions", verbose_name=_("refers to")
    )
    country_code = models.CharField(_("country"), max_length=2, blank=True)

    class Meta(Finding.Meta):
        verbose_name, verbose_name_plural = _("mention"), _("mentions")
        ordering = ["article", "start_char"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "start_char", "end_char"],
                condition=models.Q(withdrawn_at=None),
                name="mention_once_per_span",
            ),
            models.CheckConstraint(
                condition=models.Q(end_char__gt=models.F("start_char")), name="mention_has_length"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="country") ^ models.Q(country_code=""),
                name="mention_country_has_code",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "article"], name="mention_by_entity"),
            models.Index(fields=["article"], condition=models.Q(locked=True), name="mention_locked"),
            # Where else a name is that a program linked to nobody.
            models.Index(
                fields=["name"], condition=models.Q(entity=None, locked=False), name="mention_unlinked"
            ),
        ]

    def __str__(self):
        return self.text


class QuoteQuerySet(models.QuerySet):
    """Quotes, kept by who said them, about whom and where."""

    def newest_first(self):
        return self.order_by("-order_key", "start_char", "pk")

    def matching(self, words: str):
        return QUOTES.matching(self, words)

    def for_addresses(self):
        return self.only("pk")

    def for_lists(self):
        """The same quotes with their speaker, whom they are about, and their article without its body."""
        articles = models.Prefetch("article", Article.objects.for_lists())
        return self.select_related("speaker__merged_into").prefetch_related(articles).with_subjects()

    def for_twins(self):
        return self.for_lists()

    def with_subjects(self):
        """The same quotes with those whom they are about at hand."""
        subjects = QuoteAbout.objects.select_related("entity").order_by("entity_id")
        return self.prefetch_related(models.Prefetch("subjects", subjects))

    def by(self, entity):
        """Quotes of this speaker, also under the people who were merged into them."""
        return self.filter(speaker__in=Entity.objects.merged_in(entity.pk))

    def about(self, entity):
        """Quotes whose content names this entity, said by somebody else."""
        return self.filter(pk__in=QuoteAbout.objects.filter(entity=entity).values("quote"))


InTextQuotes = InTextManager.from_queryset(QuoteQuerySet)
AllQuotes = models.Manager.from_queryset(QuoteQuerySet)


class Quote(Finding):
    """What somebody is said to have said: the core of the archive.

    parts and cue are lists of [start, end] in text order; content is the text of the parts. The source
    is the speaker as printed; the speaker is who that is, with a kind even where no entity is linked. The
    relay is who passes the quote on, as printed ("zei Vink volgens het persbureau").
    """

    class Type(models.TextChoices):
        DIRECT = "direct", _("direct")
        MIXED = "mixed", _("mixed")
        INDIRECT = "indirect", _("indirect")

    class SpeakerKind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        GROUP = "group", _("group")
        DOCUMENT = "document", _("document")
        UNRESOLVED = "unresolved", _("unknown")

    class Polarity(models.TextChoices):
        AFFIRMED = "affirmed", _("said")
        DENIED = "denied", _("denied")

    article = models.ForeignKey(Article, models.CASCADE, related_name="quotes")
    # The order key of the article, kept here so that a speaker's newest quotes are one index walk.
    order_key = models.BigIntegerField(editable=False)
    start_char = models.PositiveIntegerField(editable=False)
    type = models.CharField(_("type"), max_length=8, choices=Type)
    content = models.TextField(_("content"))
    parts = models.JSONField(_("parts"), default=list)
    cue = models.JSONField(_("cue"), default=list, blank=True)
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    source_text = models.CharField(_("source as printed"), max_length=1000, blank=True)
    relay = models.JSONField(_("relay"), default=list, blank=True)
    relay_text = models.CharField(_("passed on by, as printed"), max_length=300, blank=True)
    speaker = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="quotes", verbose_name=_("speaker")
    )
    speaker_kind = models.CharField(
        _("kind of speaker"), max_length=12, choices=SpeakerKind, default=SpeakerKind.UNRESOLVED
    )
    speaker_cluster = models.PositiveSmallIntegerField(null=True, blank=True)
    polarity = models.CharField(_("polarity"), max_length=8, choices=Polarity, default=Polarity.AFFIRMED)
    confidence = models.FloatField(_("confidence"), default=1.0)
    method = models.CharField(_("how found"), max_length=50, blank=True)

    objects = InTextQuotes()  # type: ignore[misc]
    with_withdrawn = AllQuotes()  # type: ignore[misc]

    class Meta(Finding.Meta):
        verbose_name, verbose_name_plural = _("quote"), _("quotes")
        indexes = [
            models.Index(fields=["speaker", "-order_key", "start_char"], name="quote_by_speaker"),
            models.Index(fields=["-order_key", "start_char"], name="quote_newest"),
            models.Index(fields=["article"], condition=models.Q(locked=True), name="quote_locked"),
        ]

    def __str__(self):
        return self.content[:80]

    def get_absolute_url(self) -> str:
        return reverse("quote", args=[self.pk])

    @property
    def source(self) -> tuple[int, int] | None:
        """Where the source is printed: characters, half-open."""
        if self.source_start is None or self.source_end is None:
            return None
        return self.source_start, self.source_end


class QuoteAbout(models.Model):
    """Derived: whom a quote is about, because its content names them and they are not its speaker."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="subjects")
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="quotes_about")
    order_key = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote", "entity"], name="subject_once_per_quote")]
        indexes = [models.Index(fields=["entity", "-order_key", "quote"], name="quotes_about_entity")]

    def __str__(self):
        return f"{self.entity_id} in quote {self.quote_id}"
