"""Who and what is named in the articles, what they said, and what editors decided about it."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.search import QUOTES, WORD, fold


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

    def named(self, words: str):
        """Those of whom a name holds every one of these words, in any case, with or without accents."""
        entities = self
        for word in fold(words).split():
            aliases = Alias.objects.filter(folded__contains=word)
            entities = entities.filter(pk__in=aliases.values("entity"))
        return entities

    def for_lists(self):
        return self

    def for_twins(self):
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
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded_name = fold(self.name)[:300]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.pk, slugify(self.name) or "naam"])

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
        NameWord.objects.bulk_create(NameWord.of(self))


LONGEST_WORD = 60  # Letters of a word of a name; what is longer is found by its beginning.


class NameWord(models.Model):
    """Derived: a word of an alias, folded, and backwards: entities/search.py finds names by both."""

    alias = models.ForeignKey(Alias, models.CASCADE, related_name="words")
    word = models.CharField(max_length=LONGEST_WORD)
    backwards = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        # Of PostgreSQL, where an index in the order of the letters alone finds beginnings; SQLite's all do.
        indexes = [
            models.Index(
                fields=["word", "alias"], opclasses=["varchar_pattern_ops", "int8_ops"], name="name_by_word"
            ),
            models.Index(
                fields=["backwards", "word"],
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
                name="name_by_ending",
            ),
        ]

    def __str__(self):
        return self.word

    @classmethod
    def of(cls, alias: Alias) -> "list[NameWord]":
        words = dict.fromkeys(word[:LONGEST_WORD] for word in WORD.findall(alias.folded))
        return [cls(alias=alias, word=word, backwards=word[::-1]) for word in words]


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
        subjects = QuoteAbout.objects.select_related("entity").order_by("pk")
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
    is the speaker as printed; the speaker is who that is, with a kind even where no entity is linked.
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


class DecisionQuerySet(models.QuerySet):
    """Decisions, kept by what they are about and whether they stand."""

    def standing(self):
        return self.filter(reverted_at=None)

    def concerning(self, entity):
        """Decisions about this entity and those merged into it: its public history."""
        entities = Entity.objects.filter(models.Q(pk=entity.pk) | models.Q(merged_into=entity)).values("pk")
        return self.filter(models.Q(entity__in=entities) | models.Q(other__in=entities))


class Decision(models.Model):
    """What an editor decided, by whom and why, with what it takes to undo it.

    Decisions are never changed but for being undone. What they say of an entity or a finding is what
    those that stand say, in the order in which they were made: entities/settling.py.
    """

    class Kind(models.TextChoices):
        SAME = "same", _("same")
        DIFFERENT = "different", _("different")
        NOT_A_PERSON = "not_a_person", _("not a person")
        RELINK = "relink", _("relink")
        SPLIT = "split", _("split")
        BLOCK = "block", _("block")
        RENAME = "rename", _("rename")
        CORRECT = "correct", _("correct a finding")
        ALIAS = "alias", _("name added or removed")
        DESCRIBE = "describe", _("describe")

    kind = models.CharField(_("decision"), max_length=12, choices=Kind)
    group = models.UUIDField(_("group"), default=uuid.uuid4, editable=False, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions", verbose_name=_("by")
    )
    actor_name = models.CharField(_("name of the editor"), max_length=150, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="decisions")
    other = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="+")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="decisions")
    mention = models.ForeignKey(Mention, models.SET_NULL, null=True, blank=True, related_name="decisions")
    quote = models.ForeignKey(Quote, models.SET_NULL, null=True, blank=True, related_name="decisions")
    # {"before": …, "after": …}: what the kind of decision changes, as it was and as it was decided.
    snapshot = models.JSONField(_("before and after"), default=dict, blank=True)
    reverted_at = models.DateTimeField(_("undone"), null=True, blank=True)
    reverted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name, verbose_name_plural = _("decision"), _("decisions")
        permissions = [("undo_many_decisions", _("Can undo many decisions at once"))]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.entity or self.mention or self.quote}"


class BlockedName(models.Model):
    """A text that is never a name of this kind: "Oranje", "De Kuip"."""

    kind = models.CharField(_("never a"), max_length=12, choices=Entity.Kind, default=Entity.Kind.PERSON)
    text = models.CharField(_("text"), max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("blocked name"), _("blocked names")
        constraints = [models.UniqueConstraint(fields=["kind", "folded"], name="name_blocked_once")]

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.folded = fold(self.text)[:300]
        super().save(*args, **kwargs)


class SuggestionQuerySet(models.QuerySet):
    """Suggestions, kept by whether an editor may take them up."""

    def open(self):
        return self.filter(state=Suggestion.State.OPEN)

    def free_for(self, editor, now):
        """Open ones that no other editor has before them at this moment."""
        return self.open().filter(
            models.Q(claimed_by=None) | models.Q(claimed_by=editor) | models.Q(claimed_until__lt=now)
        )

    def most_urgent_first(self):
        return self.order_by("-urgency", "pk")


class Suggestion(models.Model):
    """Something for an editor to decide: found by a program, or reported by a reader.

    Derived, but for its state: a suggestion that was answered is never made again.
    """

    class Kind(models.TextChoices):
        SAME = "same", _("possibly the same")
        NAMESAKES = "namesakes", _("one name, two people")
        UNLINKED = "unlinked", _("a name linked to nobody")
        LOST = "lost", _("set by an editor, lost from the text")
        SPEAKER = "speaker", _("an unsure speaker")
        REPORT = "report", _("a reader's report")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        UNSURE = "unsure", _("not sure")
        DECIDED = "decided", _("decided")
        GONE = "gone", _("no longer needed")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    key = models.CharField(max_length=350, unique=True, editable=False)
    entity = models.ForeignKey(Entity, models.CASCADE, null=True, blank=True, related_name="+")
    other = models.ForeignKey(Entity, models.CASCADE, null=True, blank=True, related_name="+")
    mention = models.ForeignKey(Mention, models.SET_NULL, null=True, blank=True, related_name="+")
    quote = models.ForeignKey(Quote, models.CASCADE, null=True, blank=True, related_name="suggestions")
    text = models.CharField(_("name"), max_length=300, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    note = models.TextField(_("what the reader wrote"), blank=True)
    score = models.FloatField(_("score"), default=0)
    reach = models.PositiveIntegerField(_("reach"), default=0)
    urgency = models.FloatField(_("urgency"), default=0)  # Score × reach.
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    group = models.UUIDField(_("what was decided"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("suggested"), auto_now_add=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("suggestion"), _("suggestions")
        indexes = [models.Index(fields=["state", "-urgency", "id"], name="suggestion_by_urgency")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text or self.entity or self.quote}"


class ArticleEntity(models.Model):
    """Derived: who is in which article, how often named and quoted, in the archive's order."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="in_articles")
    article = models.ForeignKey(Article, models.CASCADE, related_name="of_entities")
    order_key = models.BigIntegerField()
    # The fullest form of the entity's name in the article.
    name = models.CharField(max_length=300, blank=True)
    mentions = models.PositiveIntegerField()
    quotes = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "entity"], name="entity_once_in_article")]
        indexes = [models.Index(fields=["entity", "-order_key", "article"], name="articles_of_entity")]

    def __str__(self):
        return f"{self.entity_id} in {self.article_id}"


class ArticleCountry(models.Model):
    """Derived: which country is in which article, in the archive's order."""

    country_code = models.CharField(max_length=2)
    article = models.ForeignKey(Article, models.CASCADE, related_name="of_countries")
    order_key = models.BigIntegerField()
    mentions = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "country_code"], name="country_once_in_article")
        ]
        indexes = [models.Index(fields=["country_code", "-order_key", "article"], name="articles_of_country")]

    def __str__(self):
        return f"{self.country_code} in {self.article_id}"


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
