"""What editors decided, and what waits for a decision of theirs."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from analysis.folding import fold
from articles.models import Article
from entities.models.findings import Mention, Quote
from entities.models.people import Entity


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
        MIXED = "mixed", _("possibly two people taken for one")
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
