"""Mentions and quotes: whom each refers to, and the form in which an editor corrects it."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin import FixedFilter, LargeTable
from articles.models import Article
from articles.templatetags.archive import how_found
from entities import curation
from entities.admin.choosing import ChoosesByName
from entities.admin.common import Curated, DecisionForm, change_url, decided, entity_link, say_done
from entities.curation import Refused
from entities.models import Decision, Entity, Mention, Quote
from entities.workshop import (
    HERE,
    MOST_AT_ONCE,
    Scope,
    around,
    members_of,
    places_of,
    scopes_of_mention,
    scopes_of_quote,
)


class FindingForm(DecisionForm):
    """Whom a finding refers to, and how far that decision reaches: only here, unless said otherwise."""

    scope = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect, initial=HERE)
    reject = forms.BooleanField(required=False)
    confirm = forms.BooleanField(
        label=_("It is right as it is"),
        required=False,
        help_text=_("Lock it, so that no ingest changes it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.scopes: dict[str, Scope] = {}
        field = self.fields.get("scope")
        if isinstance(field, forms.ChoiceField):
            self.scopes = {scope.key: scope for scope in self.find_scopes()}
            field.choices = [(scope.key, f"{scope.label} ({scope.size})") for scope in self.scopes.values()]

    def find_scopes(self) -> list[Scope]:
        """How far a decision about this finding may reach, narrowest first."""
        raise NotImplementedError

    def clean(self):
        data = super().clean() or {}
        scope = self.scopes.get(data.get("scope", ""))
        if scope and scope.size > MOST_AT_ONCE:
            message = ngettext("At most %d at once.", "At most %d at once.", MOST_AT_ONCE) % MOST_AT_ONCE
            self.add_error("scope", message)
        return data

    @property
    def chosen(self):
        return self.scopes[self.cleaned_data["scope"]]


class MentionForm(FindingForm):
    class Meta:
        model = Mention
        fields = ["entity"]

    def find_scopes(self):
        return scopes_of_mention(self.instance)


class QuoteForm(FindingForm):
    content = forms.CharField(
        label=_("Content"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("Word for word as in the text; […] between the parts of an interrupted quote."),
    )

    class Meta:
        model = Quote
        fields = ["content", "type", "polarity", "speaker", "speaker_kind"]

    def find_scopes(self):
        return scopes_of_quote(self.instance)

    def clean_content(self):
        """The content as it was, or words that the text has, with their places."""
        content = self.cleaned_data["content"]
        self.parts = None
        if content.split() != self.instance.content.split():
            self.parts = places_of(content, self.instance.article.text, self.instance.start_char)
            if self.parts is None:
                raise forms.ValidationError(_("The text does not have these words."))
        return self.instance.content


class MissedQuoteForm(forms.ModelForm):
    """A quote that the program missed: its words, as the article has them, and who says them."""

    article = forms.ModelChoiceField(Article.objects.all(), widget=forms.HiddenInput)
    content = forms.CharField(
        label=_("Content"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("Word for word as in the text; […] between the parts of an interrupted quote."),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Quote
        fields = ["article", "content", "type", "speaker"]

    def clean(self):
        data = super().clean() or {}
        if data.get("article") and data.get("content"):
            self.parts = places_of(data["content"], data["article"].text)
            if self.parts is None:
                self.add_error("content", _("The text does not have these words."))
        return data


def number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() else None


class InTextFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("locked", _("set by an editor")),
            ("unlinked", _("linked to nobody")),
            ("lost", _("set by an editor, lost from the text")),
            ("rejected", _("rejected by an editor")),
        ]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("in the text")}, *others]

    def queryset(self, request, queryset):
        in_text = queryset.filter(withdrawn_at=None, is_rejected=False)
        match self.value():
            case "locked":
                return in_text.filter(locked=True)
            case "unlinked":
                return in_text.filter(**self.unlinked(queryset))
            case "lost":
                return queryset.filter(locked=True, withdrawn_at__isnull=False)
            case "rejected":
                return queryset.filter(locked=True, is_rejected=True)
        return in_text

    def unlinked(self, queryset) -> dict:
        if queryset.model is Mention:
            return {"entity": None, "kind__in": [Mention.Kind.PERSON, Mention.Kind.ORGANISATION]}
        return {"speaker": None}


class OfEntityFilter(FixedFilter):
    """Also what names those who were merged into the entity: as many as it counts."""

    title = _("of")
    parameter_name = "of_entity"

    def describe(self, value):
        entity = Entity.objects.filter(pk=value).first()
        return entity.name if entity else value

    def queryset(self, request, queryset):
        value = self.value()
        entity = Entity.objects.filter(pk=value).first() if value and value.isdecimal() else None
        if entity is None:
            return queryset
        field = "entity" if queryset.model is Mention else "speaker"
        members = list(members_of(entity).values_list("pk", flat=True))
        # One entity is read in the order of the index; several are not.
        return queryset.filter(**({field: members[0]} if len(members) == 1 else {f"{field}__in": members}))


class SureFilter(admin.SimpleListFilter):
    title = _("how sure")
    parameter_name = "sure"

    def lookups(self, request, model_admin):
        return [("50", _("less than 50%")), ("80", _("less than 80%"))]

    def queryset(self, request, queryset):
        most = {"50": 0.5, "80": 0.8}.get(self.value() or "")
        return queryset.filter(confidence__lt=most) if most else queryset


class InArticleFilter(FixedFilter):
    title = _("article")
    parameter_name = "article"

    def describe(self, value):
        return str(Article.objects.filter(pk=value).first() or value)

    def queryset(self, request, queryset):
        value = self.value()
        return queryset.filter(article=value) if value and value.isdecimal() else queryset


class FindingAdmin(Curated, LargeTable):
    """What mentions and quotes share."""

    search_fields = ["pk"]
    search_help_text = _("Words as printed: “words in this order”, -not this, beginning*")
    ordering = ["-pk"]
    links: list[str] = []
    order_of_entity = "-pk"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """What an editor rejected is corrected by undoing that."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_rejected)

    def get_ordering(self, request):
        return [self.order_of_entity] if request.GET.get("of_entity") else self.ordering

    def get_queryset(self, request):
        findings = self.model.with_withdrawn.select_related(*self.links, "article__publication")
        if getattr(request.resolver_match, "url_name", "").endswith("_changelist"):
            findings = findings.defer("article__text", "automatic")
        return findings

    def save_model(self, request, obj, form, change):
        how = {"actor": request.user, **form.decided_by}
        finding = self.model.with_withdrawn.get(pk=obj.pk)
        if form.cleaned_data["reject"]:
            decided(request, curation.reject([finding], **how))
        elif "scope" in form.fields:
            self.correct(request, finding, form, how)

    def correct(self, request, finding, form, how) -> None:
        """Decide what the form says of a finding that the editor did not reject."""
        raise NotImplementedError

    @admin.display(description=_("article"))
    def in_article(self, finding):
        url = change_url(finding.article)
        return format_html('<a href="{}">{}</a>', url, finding.article.title or finding.article.external_id)

    @admin.display(description=_("date"), ordering="article__order_key")
    def published(self, finding):
        return finding.article.published

    @admin.display(description=_("state"))
    def state(self, finding):
        if finding.is_rejected:
            return _("rejected by an editor")
        if finding.withdrawn_at:
            return _("no longer in the text")
        return finding.get_origin_display()


@admin.register(Mention)
class MentionAdmin(ChoosesByName, FindingAdmin):
    form = MentionForm
    links = ["entity__merged_into"]
    order_of_entity = "-article_id"
    list_display = ["text", "kind", "refers_to", "country_code", "in_article", "published", "state"]
    list_filter = [InTextFilter, "kind", OfEntityFilter, InArticleFilter]
    autocomplete_fields = ["entity"]
    readonly_fields = ["text", "kind", "role", "country_code", "refers_to", "in_article", "where", "state"]

    def get_fieldsets(self, request, obj=None):
        shown = ["where", "in_article", "kind", "role", "refers_to", "state"]
        changed = ["entity", "scope", "confirm", "reject", "reason", "seen"]
        if obj and obj.kind == Mention.Kind.COUNTRY:
            shown, changed = [*shown, "country_code"], changed[-3:]
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": shown})]
        return [(None, {"fields": shown}), (_("Correct"), {"fields": changed})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "entity" in form.base_fields:
            form.base_fields["entity"].help_text = _("Empty: nobody that can be told.")
        if "reject" in form.base_fields:
            form.base_fields["reject"].label = _("It is no name at all")
        return form

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        for word in search_term.split():
            queryset = queryset.filter(text__icontains=word)
        return queryset.filter(article__in=Article.objects.matching(search_term).values("pk")), False

    def correct(self, request, mention, form, how):
        entity = form.cleaned_data["entity"]
        was = mention.entity and mention.entity.shown
        is_moved = (entity and entity.survivor) != was
        scope = form.chosen
        if not is_moved and not form.cleaned_data["confirm"] and scope.key == HERE:
            return
        decided(request, curation.relink(scope.mentions, scope.quotes, entity, shown=mention, **how))

    @admin.display(description=_("refers to"))
    def refers_to(self, mention):
        return "" if mention.kind == Mention.Kind.COUNTRY else entity_link(mention.entity)

    @admin.display(description=_("as printed"))
    def where(self, mention):
        if mention.withdrawn_at:
            return format_html("<mark>{}</mark>", mention.text)
        return marked(mention.article.text, mention.start_char, mention.end_char)


def marked(text: str, start: int, end: int, margin: int = 200) -> str:
    return format_html("{}<mark>{}</mark>{}", *around(text, start, end, margin))


@admin.register(Quote)
class QuoteAdmin(ChoosesByName, FindingAdmin):
    form = QuoteForm
    links = ["speaker__merged_into"]
    order_of_entity = "-order_key"
    list_display = ["start", "speaker_link", "type", "in_article", "published", "sure", "state"]
    list_filter = [
        InTextFilter,
        "type",
        "speaker_kind",
        "polarity",
        SureFilter,
        OfEntityFilter,
        InArticleFilter,
    ]
    autocomplete_fields = ["speaker"]
    readonly_fields = ["where", "in_article", "source_text", "speaker_link", "how", "sure", "state"]

    def has_add_permission(self, request):
        """A quote is added to an article, from its page: not from a list."""
        return request.user.has_perm("entities.add_quote") and number(request.GET.get("article")) is not None

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            fields = ["article", "content", "type", "speaker", "reason"]
            return [(_("A quote that was missed"), {"fields": fields})]
        shown = ["where", "in_article", "source_text", "speaker_link", "how", "sure", "state"]
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": [*shown, "type", "polarity", "speaker_kind"]})]
        speaker = ["speaker", "speaker_kind", "scope"]
        words = ["content", "type", "polarity"]
        return [
            (None, {"fields": shown}),
            (_("Who says it"), {"fields": speaker}),
            (_("What is said"), {"fields": words}),
            (_("Decision"), {"fields": ["confirm", "reject", "reason", "seen"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = MissedQuoteForm
        form = super().get_form(request, obj, change, **kwargs)
        if obj and "speaker" in form.base_fields:
            form.base_fields["speaker"].help_text = _(
                "Empty: nobody of the archive; then the kind says what."
            )
            form.base_fields["reject"].label = _("It is no quote at all")
        return form

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=Quote.objects.matching(search_term).values("pk")), False

    def correct(self, request, quote, form, how):
        data = form.cleaned_data
        speaker, was = data["speaker"], quote.speaker and quote.speaker.shown
        is_moved = (speaker and speaker.survivor) != was
        is_moved |= speaker is None and data["speaker_kind"] != quote.speaker_kind
        if is_moved or data["confirm"] or data["scope"] != HERE:
            if speaker is None and data["speaker_kind"] in (Entity.Kind.PERSON, Entity.Kind.ORGANISATION):
                data["speaker_kind"] = Quote.SpeakerKind.UNRESOLVED
            scope = form.chosen
            who = {"shown": quote, "speaker_kind": data["speaker_kind"]}
            group = curation.relink(scope.mentions, scope.quotes, speaker, **who, **how)
            decided(request, group)
            how["seen"] = ""
        if form.parts or data["type"] != quote.type or data["polarity"] != quote.polarity:
            if quote.withdrawn_at:
                raise Refused(gettext("This quote is no longer in the text."))
            values = {"type": data["type"], "polarity": data["polarity"], "parts": form.parts}
            decided(request, curation.correct_quote(quote, **values, **how))

    def add_view(self, request, form_url="", extra_context=None):
        """A quote is added to an article: from its page, with ?article=."""
        if not Article.objects.filter(pk=number(request.GET.get("article"))).exists():
            self.message_user(request, _("Choose the article first."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if change:
            return super().save_model(request, obj, form, change)
        data = form.cleaned_data
        values = {"type": data["type"], "speaker": data["speaker"], "reason": data["reason"]}
        group = curation.add_quote(data["article"], form.parts, actor=request.user, **values)
        decided(request, group)
        obj.pk = Decision.objects.get(group=group).quote_id

    def response_add(self, request, obj, post_url_continue=None):
        for group in request.decided:
            say_done(request, group)
        return HttpResponseRedirect(change_url(obj))

    @admin.display(description=_("quote"))
    def start(self, quote):
        return quote.content[:120]

    @admin.display(description=_("speaker"))
    def speaker_link(self, quote):
        return entity_link(quote.speaker) if quote.speaker else quote.get_speaker_kind_display()

    @admin.display(description=_("how found"))
    def how(self, quote):
        return how_found(quote) if quote.method else "–"

    @admin.display(description=_("how sure"), ordering="confidence")
    def sure(self, quote):
        return f"{quote.confidence:.0%}"

    @admin.display(description=_("in the text"))
    def where(self, quote):
        if quote.withdrawn_at:
            return format_html("<mark>{}</mark>", quote.content)
        return marked(quote.article.text, quote.parts[0][0], quote.parts[-1][1], 400)
