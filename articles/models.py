"""Articles as they were published, the publications they are from, and the runs that read them in."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.search import ARTICLES
from articles.slugs import slug


class Publication(models.Model):
    """A newspaper, broadcaster or site: whatever published an article."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = _("publication"), _("publications")

    def __str__(self):
        return self.name


BEGINNING = 500  # Characters of a text that a list reads: enough for a lead.


class ArticleQuerySet(models.QuerySet):
    """Articles, kept by what they are and say."""

    def newest_first(self):
        return self.order_by("-order_key")

    def between(self, first: date | None, last: date | None):
        """Articles whose period of publication overlaps these days; undated ones never do."""
        articles = self.filter(first_day__isnull=False) if first or last else self
        if last:
            articles = articles.filter(order_key__lt=order_key(last, 0) + (1 << ID_BITS))
        if first:
            # The key holds a period's first day, so a vague date that began earlier may still overlap.
            articles = articles.filter(
                order_key__gte=order_key(first, 0) - (LONGEST_PERIOD << ID_BITS), last_day__gte=first
            )
        return articles

    def within(self, first: date | None, last: date | None):
        """Articles whose whole period lies in these days: none that may be from another day."""
        articles = self.between(first, last)
        articles = articles.filter(first_day__gte=first) if first else articles
        return articles.filter(last_day__lte=last) if last else articles

    def undated(self):
        return self.filter(first_day=None)

    def matching(self, words: str):
        """Articles whose title or text holds all of these words, "phrases" and none of the -excluded."""
        return ARTICLES.matching(self, words)

    def without_text(self):
        """The same articles without the body in memory, for lists."""
        return self.defer("text")

    def for_addresses(self):
        """The same articles with no more of their text than their address needs."""
        return self.defer("text").annotate(beginning=Left("text", BEGINNING))

    def for_lists(self):
        """The same articles with what a list shows: publication and beginning, not the body."""
        return self.for_addresses().select_related("publication")


# An order key is a day and an article id in one number: newest first is one index walk, and a range of
# days is a range of keys. It also is the row of the article in SQLite's search index, which can only
# walk in that order.
ID_BITS = 32
LONGEST_PERIOD = 366  # Days in the vaguest date that an article may have: a year.


def order_key(first_day: date | None, article_id: int) -> int:
    """The place of an article in the archive's order; undated articles come before all others."""
    day = first_day.toordinal() if first_day else 0
    return (day << ID_BITS) | article_id


class Article(models.Model):
    """One article. Every offset in the archive is a code point of its text, half-open."""

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")
        NONE = "", _("undated")

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="articles", verbose_name=_("publication")
    )
    external_id = models.CharField(_("id in the publication"), max_length=255)
    title = models.CharField(_("title"), max_length=500, blank=True)
    text_hash = models.CharField(_("SHA-256 of the text"), max_length=64)
    published = models.CharField(
        _("publication date"), max_length=10, blank=True, help_text=_("EDTF: 2020, 2020-09 or 2020-09-14")
    )
    first_day = models.DateField(_("first day"), null=True, editable=False)
    last_day = models.DateField(_("last day"), null=True, editable=False)
    precision = models.CharField(
        _("precision"), max_length=5, choices=Precision, blank=True, default=Precision.NONE, editable=False
    )
    order_key = models.BigIntegerField(unique=True, null=True, editable=False)
    language = models.CharField(_("language"), max_length=8, blank=True)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    file = models.CharField(_("file"), max_length=1000, blank=True)
    record = models.PositiveIntegerField(_("line of the file"), null=True, blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    pipeline = models.CharField(_("pipeline"), max_length=200, blank=True)
    pipeline_version = models.CharField(_("pipeline version"), max_length=50, blank=True)
    created_at = models.DateTimeField(_("read in"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    # The body comes last in the row, so that a list which does not want it need not read past it.
    text = models.TextField(_("text"))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("article"), _("articles")
        constraints = [
            models.UniqueConstraint(fields=["publication", "external_id"], name="article_once_in_publication")
        ]
        indexes = [
            models.Index(fields=["publication", "-order_key"], name="article_by_publication"),
            models.Index(fields=["first_day", "last_day", "precision"], name="article_by_day"),
        ]

    def __str__(self):
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk, slug(self.heading)[:60].strip("-") or "artikel"])

    @property
    def web_address(self) -> str:
        """The address that a page may link to: a file could also say javascript: there."""
        return self.url if self.url.startswith(("https://", "http://")) else ""

    @property
    def heading(self) -> str:
        """The title, or the first words of the text where there is none."""
        if self.title:
            return self.title
        # A list has the beginning alone: asking for the text would cost it a query a row.
        text = self.__dict__.get("beginning") or self.text
        start = text[:160].split("\n", 1)[0]
        words = start[:90].rsplit(" ", 1)[0] if len(start) > 90 else start
        return words + "…" if words != text else words


class ArticleVersion(models.Model):
    """A text that an article had before it changed: what was cited can still be read."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    title = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"))
    text_hash = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(_("replaced"), auto_now_add=True)

    class Meta:
        ordering = ["-replaced_at"]
        verbose_name, verbose_name_plural = _("earlier text"), _("earlier texts")

    def __str__(self):
        return f"{self.article_id}, {self.replaced_at:%Y-%m-%d %H:%M}"


class IngestRun(models.Model):
    """One run of the ingest command; one that was cut off has no end."""

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    paths = models.JSONField(_("paths"), default=list)
    pipeline = models.CharField(_("pipeline"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by")
    )
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)

    class Meta:
        ordering = ["-started_at"]
        verbose_name, verbose_name_plural = _("ingest run"), _("ingest runs")

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    def finish(self, new: int, changed: int, same: int, failed: int) -> None:
        self.new, self.changed, self.same, self.failed = new, changed, same, failed
        self.finished_at = timezone.now()
        self.save()


class IngestOutcome(models.Model):
    """What became of one file, or of one record of it, in a run. What was the same is only counted."""

    class Kind(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(IngestRun, models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("outcome"), max_length=7, choices=Kind)
    file = models.CharField(_("file"), max_length=1000)
    record = models.PositiveIntegerField(_("line"), null=True, blank=True)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="outcomes")
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name, verbose_name_plural = _("outcome"), _("outcomes")
        indexes = [models.Index(fields=["run", "kind"], name="outcome_by_kind")]

    def __str__(self):
        place = f"{self.file}, {self.record}" if self.record else self.file
        return f"{place}: {self.get_kind_display()}"
