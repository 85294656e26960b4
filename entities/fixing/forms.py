"""What an editor decides about a name, a country or a quote, and how far that reaches."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.countries import CODES, country_name
from entities.curation import state_of
from entities.models import ArticleEntity, Entity, Mention, Quote
from entities.search import suggest
from entities.workshop import (
    HERE,
    MOST_AT_ONCE,
    Scope,
    around,
    occurrences,
    parts_between,
    places_of,
    scopes_of_mention,
    scopes_of_quote,
)

UNKNOWN, NO_NAME = "unknown", "no-name"
NEW = {"new-person": Entity.Kind.PERSON, "new-organisation": Entity.Kind.ORGANISATION}
MOST_PRESENT = 12  # Of those in the article, to choose from at once.
FOUND = 6  # By name, of people and of organisations.


class DecisionForm(forms.Form):
    """A decision with its reason, and what the editor saw before it."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        help_text=_("For the public history."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False)

    def __init__(self, finding, data=None, initial=None):
        super().__init__(data, initial=initial or {})
        self.finding = finding

    @property
    def state(self) -> str:
        """What the editor sees of the finding now, to notice that somebody decided meanwhile."""
        return state_of(self.finding) if self.finding else ""

    @property
    def decided_by(self) -> dict:
        return {"reason": self.cleaned_data["reason"], "seen": self.cleaned_data["seen"]}


class ScopeForm(DecisionForm):
    """A decision that may reach further than the finding that the editor saw: only here, unless said otherwise."""

    scope = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect, initial=HERE)

    def __init__(self, finding, data=None, initial=None):
        super().__init__(finding, data, initial)
        self.scopes: dict[str, Scope] = {scope.key: scope for scope in self.find_scopes()}
        sizes = {key: scope.size for key, scope in self.scopes.items()}
        self.fields["scope"].choices = [  # type: ignore[attr-defined]  # It is the choice field above.
            (key, f"{scope.label} ({sizes[key]})") for key, scope in self.scopes.items()
        ]

    def find_scopes(self) -> list[Scope]:
        return scopes_of_mention(self.finding)

    def clean_scope(self):
        if self.scopes[self.cleaned_data["scope"]].size > MOST_AT_ONCE:
            message = ngettext("At most %d at once.", "At most %d at once.", MOST_AT_ONCE) % MOST_AT_ONCE
            raise forms.ValidationError(message)
        return self.cleaned_data["scope"]

    @property
    def chosen(self) -> Scope:
        return self.scopes[self.cleaned_data["scope"]]


class CountryForm(ScopeForm):
    """Which country a word names, or that it names none."""

    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, finding, data=None, initial=None):
        super().__init__(finding, data, {"country": finding.country_code, **(initial or {})})
        named = sorted((country_name(code), code) for code in CODES)
        none = ("", _("– no country –"))
        self.fields["country"].choices = [none, *((code, name) for name, code in named)]  # type: ignore[attr-defined]


class WhoForm(forms.Form):
    """Who is meant: somebody in the article, somebody found by name, somebody new, or nobody that can be told."""

    who = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)
    find = forms.CharField(label=_("Somebody else: part of a name"), required=False, max_length=100)
    name = forms.CharField(
        label=_("Name of somebody new"),
        required=False,
        max_length=300,
        help_text=_("Two who have one name want an addition: “Jan de Vries (skater)”."),
    )

    def offer(self, article, current: Entity | None, nobody: Iterable[tuple]) -> None:
        """Fill in who can be chosen: who it is now, who is in the article, whose name was looked for."""
        present = ArticleEntity.objects.filter(article=article).select_related("entity")
        present = present.order_by("-quotes", "-mentions", "entity__folded_name")[:MOST_PRESENT]
        people = [current, *self.looked_for(), *(each.entity for each in present), *self.posted()]
        offered = {each.pk: each for each in people if each and each.shown == each}
        choices = [
            *((str(pk), described(each)) for pk, each in offered.items()),
            *self.somebody_new(),
            *nobody,
        ]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]  # It is the choice field above.

    @property
    def words(self) -> str:
        """The part of a name that was looked for."""
        return str(self["find"].value() or "")[:100].strip()

    def looked_for(self) -> list[Entity]:
        words = self.words
        return [each for kind in Entity.Kind.values for each in suggest(words, FOUND, kind)] if words else []

    def somebody_new(self) -> list[tuple]:
        """Once a name was looked for, it may be that nobody fits: then this name is filled in."""
        if not self.words:
            return []
        self.initial["name"] = self.words
        person, organisation = NEW
        return [
            (person, _("A new person, of the name below")),
            (organisation, _("A new organisation, of the name below")),
        ]

    def posted(self) -> list[Entity]:
        """Who was chosen on the page before, also where another search would not find them again."""
        who = str(self["who"].value() or "")
        return list(Entity.objects.filter(pk=who)) if who.isdecimal() and len(who) < 19 else []

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.cleaned_data.get("who") in NEW and not name:
            raise forms.ValidationError(_("A name cannot be empty."))
        return name

    @property
    def new(self) -> dict:
        """Name and kind of somebody whom the archive does not have; empty for all others."""
        data = self.cleaned_data
        return {"name": data["name"], "kind": NEW[data["who"]]} if data["who"] in NEW else {}

    @property
    def entity(self) -> Entity | None:
        who = self.cleaned_data["who"]
        return Entity.objects.get(pk=who) if who.isdecimal() else None

    @property
    def kind(self) -> str:
        """What kind of speaker is nobody of the archive."""
        who = self.cleaned_data["who"]
        return who if who in Quote.SpeakerKind.values else Quote.SpeakerKind.UNRESOLVED


def described(entity: Entity) -> str:
    """A name with what tells it from the same name of another."""
    count = ngettext("%d article", "%d articles", entity.article_count) % entity.article_count
    about = entity.description or (entity.get_kind_display() if entity.kind != Entity.Kind.PERSON else "")
    return f"{entity.name} ({', '.join(filter(None, (about, count)))})"


class NameForm(WhoForm, ScopeForm):
    """Whom a name refers to."""

    field_order = ["who", "find", "name", "scope", "reason"]

    def __init__(self, finding: Mention, data=None, initial=None):
        super().__init__(finding, data, initial)
        nobody = [(UNKNOWN, _("Nobody that can be told")), (NO_NAME, _("It is no name at all"))]
        current = finding.entity.shown if finding.entity else None
        self.offer(finding.article, current, nobody)


SPEAKERS = [
    (UNKNOWN, _("Nobody that can be told")),
    (Quote.SpeakerKind.GROUP, _("A group")),
    (Quote.SpeakerKind.DOCUMENT, _("A document")),
]


class WordsField(forms.CharField):
    """The words of a quote."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self):
        super().__init__(
            label=_("Content"),
            help_text=_("Word for word as in the text; […] between the parts of an interrupted quote."),
        )


class QuoteForm(WhoForm, ScopeForm):
    """Who says a quote, and what is said."""

    content = WordsField()
    type = forms.ChoiceField(label=_("Type"), choices=Quote.Type, widget=forms.RadioSelect)
    polarity = forms.ChoiceField(label=_("Said or denied"), choices=Quote.Polarity, widget=forms.RadioSelect)
    confirm = forms.BooleanField(
        label=_("It is right as it is"), required=False, help_text=_("Lock it, so that no ingest changes it.")
    )

    def __init__(self, finding: Quote, data=None, initial=None):
        speaker = finding.speaker.shown if finding.speaker else None
        known = dict(SPEAKERS)
        kind = finding.speaker_kind if finding.speaker_kind in known else UNKNOWN
        own = {"content": finding.content, "type": finding.type, "polarity": finding.polarity}
        self.was = str(speaker.pk) if speaker else str(kind)
        super().__init__(finding, data, {**own, "who": self.was, **(initial or {})})
        self.fields["who"].label = _("Who says it?")
        self.offer(finding.article, speaker, SPEAKERS)
        self.parts: list[list[int]] | None = None

    def find_scopes(self):
        return scopes_of_quote(self.finding)

    def clean_content(self):
        """The content as it was, or words that the text has, with their places."""
        content, quote = self.cleaned_data["content"], self.finding
        if content.split() != quote.content.split():
            self.parts = places_of(content, quote.article.text, quote.start_char)
            if self.parts is None:
                raise forms.ValidationError(_("The text does not have these words."))
        return content

    @property
    def is_moved(self) -> bool:
        """Whether the decision is about the speaker."""
        data = self.cleaned_data
        return data["who"] != self.was or data["scope"] != HERE or data["confirm"]


class MissedQuoteForm(WhoForm, DecisionForm):
    """A quote that the program missed: its words, or a selection of the text; and who says them."""

    content = WordsField()
    near = forms.CharField(required=False, widget=forms.HiddenInput)
    type = forms.ChoiceField(
        label=_("Type"), choices=Quote.Type, widget=forms.RadioSelect, initial=Quote.Type.DIRECT
    )
    field_order = ["content", "type", "who", "find", "name", "reason"]

    def __init__(self, article, data=None, initial=None):
        super().__init__(None, data, {"who": UNKNOWN, **(initial or {})})
        self.article = article
        self.places: list[tuple[int, tuple[str, str, str]]] = []
        self.fields["who"].label = _("Who says it?")
        self.offer(article, None, SPEAKERS)

    def clean(self):
        data = super().clean() or {}
        if not data.get("content"):
            return data
        text, near = self.article.text, data["near"]
        parts = places_of(data["content"], text, int(near) if is_place(near) else 0)
        found = occurrences(data["content"].split("[…]")[0], text)
        self.parts = parts or []
        if parts is None:
            self.add_error("content", _("The text does not have these words."))
        elif len(found) > 1 and not is_place(near):
            self.places = [(start, around(text, start, end, 80)) for start, end in found[:50]]
            self.add_error("near", _("The text has these words more than once: choose where."))
        return data


def selected(text: str, start: str, end: str) -> dict[str, str]:
    """What a form is filled with when an editor selected these characters of a text."""
    if not (is_place(start) and is_place(end)):
        return {}
    parts = parts_between(text, int(start), int(end))
    content = " […] ".join(text[first:last] for first, last in parts)
    return {"content": content, "near": str(parts[0][0])} if parts else {}


def is_place(value: str) -> bool:
    return value.isdecimal() and len(value) < 10
