"""The filters of quotes, and of the directories of people and organisations."""

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Substr
from django.db.models.lookups import StartsWith
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from analysis.folding import fold
from articles.filtering import ID, AnyFilter, Choice, ChoiceFilter, ListFilter, number
from articles.filters import (
    ChartFilter,
    CountryFilter,
    EntityFilter,
    MentionedFilter,
    PeriodFilter,
    PublicationFilter,
    SortFilter,
    WordsFilter,
)
from articles.models import Article
from entities.models import Entity, Quote, QuoteAbout
from entities.models.surnames import SURNAME
from entities.search import found_by_name, typed_words

LONGEST_NAME = 100  # Characters of a name to look for.


class SpeakerFilter(EntityFilter):
    """Who said it. A quote has one speaker, or none that the archive knows."""

    is_single = True
    phrase = pgettext_lazy("speaker", "by %s")
    phrase_not = pgettext_lazy("speaker", "not by %s")
    none_label = gettext_lazy("(no known speaker)")
    # Whom editors called no name counts for nobody, whether or not others were merged into it.
    has_speaker = Q(speaker__in=Entity.objects.filter(is_blocked=False).exclude(merged_into__is_blocked=True))

    def condition(self, choice):
        if choice.is_none:
            return ~self.has_speaker
        return Q(speaker__in=Entity.objects.merged_in(choice.value))

    def counted(self, rows, limit, words):
        rows = rows.filter(self.has_speaker)
        if words:
            named = found_by_name(self.entities, words).values("pk")
            rows = rows.filter(Q(speaker__in=named) | Q(speaker__merged_into__in=named))
        said_by = Coalesce("speaker__merged_into", "speaker")
        counts = rows.values_list(said_by).annotate(count=Count("pk")).order_by("-count", said_by)
        return self.as_counted(counts[:limit])

    def counted_in_all(self, rows, limit, words):
        entities = self.entities.current().filter(quote_count__gt=0).order_by("-quote_count", "pk")
        entities = found_by_name(entities, words) if words else entities
        return [(self.as_choice(self.name, entity), entity.quote_count) for entity in entities[:limit]]


class AboutFilter(EntityFilter):
    """Whom the words name."""

    phrase = pgettext_lazy("quotes", "about %s")
    phrase_not = pgettext_lazy("quotes", "not about %s")
    none_label = gettext_lazy("(nobody named)")

    def condition(self, choice):
        if choice.is_none:
            return ~Q(pk__in=QuoteAbout.objects.values("quote"))
        return Q(pk__in=QuoteAbout.objects.filter(entity=choice.value).values("quote"))

    def counted(self, rows, limit, words):
        found = QuoteAbout.objects.filter(quote__in=rows.values("pk"))
        found = found.filter(entity__in=found_by_name(self.entities, words).values("pk")) if words else found
        counts = found.values_list("entity").annotate(count=Count("pk")).order_by("-count", "entity")
        return self.as_counted(counts[:limit])


class OneArticleFilter(ChoiceFilter):
    """The article that a quote stands in."""

    is_single = True
    has_none = False
    phrase = pgettext_lazy("article", "in %s")
    phrase_not = pgettext_lazy("article", "not in %s")

    def look_up(self, values):
        ids = [int(value) for value in values if ID.fullmatch(value)]
        return {str(each.pk): each for each in Article.objects.filter(pk__in=ids)}

    def as_choice(self, key, subject):
        return Choice(key, str(subject.pk), f"“{subject.heading}”")

    def condition(self, choice):
        return Q(article=choice.value)


class ValueFilter(ChoiceFilter):
    """A field with a few fixed values."""

    is_single = True
    has_none = False
    phrase = "(%s)"
    phrase_not = gettext_lazy("(not %s)")

    def __init__(self, *, values, **kwargs):
        super().__init__(**kwargs)
        self.labels = values

    def look_up(self, values):
        return {value: value for value in values if value in self.labels.values}

    def as_choice(self, key, subject):
        return Choice(key, subject, str(self.labels(subject).label))

    def condition(self, choice):
        return Q(**{self.name: choice.value})

    def counted(self, rows, limit, words):
        counts = rows.values_list(self.name).annotate(count=Count("pk")).order_by("-count")
        return [(self.as_choice(self.name, value), count) for value, count in counts]


QUOTE_ORDERS = {
    "newest": (gettext_lazy("newest first"), ("-order_key", "start_char", "pk")),
    "oldest": (gettext_lazy("oldest first"), ("order_key", "start_char", "pk")),
}


class QuoteFilter(ListFilter):
    """The quotes of the archive: who said what, about whom, where and when."""

    type = ValueFilter(values=Quote.Type, label=gettext_lazy("How it was said"))
    polarity = ValueFilter(values=Quote.Polarity, label=gettext_lazy("Said or denied"))
    speaker = SpeakerFilter(label=gettext_lazy("Speaker"))
    about = AboutFilter(label=gettext_lazy("About"))
    q = WordsFilter(label=gettext_lazy("Words"))
    country = CountryFilter(articles="article", label=gettext_lazy("Countries"))
    publication = PublicationFilter(path="article__publication", label=gettext_lazy("Publications"))
    article = OneArticleFilter(label=gettext_lazy("Article"))
    date = PeriodFilter(articles="article", label=gettext_lazy("Date"))
    any = AnyFilter(names=("about", "country"))
    chart = ChartFilter()
    sort = SortFilter(orders=QUOTE_ORDERS)

    view = "quotes"
    facets = ("speaker", "about", "type", "country", "publication")

    @property
    def carried_to_article(self) -> str:
        """The query that the articles of these quotes take along, so that they know which are hits."""
        return f"?list=quotes&{self.carried[1:]}" if self.carried else ""

    @staticmethod
    def noun(count):
        return ngettext("%(count)s quote", "%(count)s quotes", count) % {"count": number(count)}


class WhoSaidFilter(QuoteFilter):
    """The same quotes, at the address of who said them."""

    view = "who_said"
    twin_forms = ("csv", "json")


class NameFilter(ChoiceFilter):
    """Words of a name, in any spelling that the archive knows."""

    has_none = False
    phrase = gettext_lazy("called %s")

    @property
    def keys(self):
        return ("q",)

    def look_up(self, values):
        return {words: words for words in values if typed_words(words) and len(words) <= LONGEST_NAME}

    def as_choice(self, key, subject):
        return Choice(key, subject, f"“{subject}”")

    def keep(self, queryset, choices):
        for choice in choices:
            queryset = found_by_name(queryset, choice.value) if choice.is_known else queryset.none()
        return queryset


class LetterFilter(ChoiceFilter):
    """The letter that a name begins with."""

    is_single = True
    has_none = False
    phrase = gettext_lazy("from the letter %s")

    @property
    def keys(self):
        return ("letter",)

    def look_up(self, values):
        return {value: fold(value) for value in values if len(fold(value)) == 1}

    def as_choice(self, key, subject):
        return Choice(key, subject, subject.upper())

    def condition(self, choice):
        return Q(folded_name__startswith=choice.value)

    def counted(self, rows, limit, words):
        counts = rows.values_list(Substr("folded_name", 1, 1)).annotate(count=Count("pk"))
        return [(self.as_choice(self.name, letter), count) for letter, count in sorted(counts) if letter]


BY_QUOTES = ("-quote_count", "-article_count", "folded_name", "pk")
DIRECTORY_ORDERS = {
    "quotes": (gettext_lazy("most quoted first"), BY_QUOTES),
    "articles": (gettext_lazy("most articles first"), ("-article_count", "folded_name", "pk")),
    "name": (gettext_lazy("by name"), ("folded_name", "pk")),
}


class SurnameFilter(LetterFilter):
    """The letter that a surname begins with.

    Counted by the expression and not by the column that it generates: SQLite would go from the index to the table.
    """

    phrase = gettext_lazy("with a surname from the letter %s")

    @property
    def keys(self):
        return ("surname",)

    def condition(self, choice):
        return Q(StartsWith(SURNAME, choice.value))

    def counted(self, rows, limit, words):
        counts = rows.values_list(Substr(SURNAME, 1, 1)).annotate(count=Count("pk"))
        return [(self.as_choice(self.name, letter), count) for letter, count in sorted(counts) if letter]


class DirectoryFilter(ListFilter):
    """A directory of people or organisations, by name and first letter."""

    q = NameFilter(label=gettext_lazy("Name"))
    letter = LetterFilter(label=gettext_lazy("Letter"))
    sort = SortFilter(orders=DIRECTORY_ORDERS)

    facets = ("letter",)

    @property
    def letters(self):
        return self.facet("letter", limit=None)


PEOPLE_ORDERS = DIRECTORY_ORDERS | {"surname": (gettext_lazy("by surname"), ("surname", "folded_name", "pk"))}


class PeopleFilter(DirectoryFilter):
    surname = SurnameFilter(label=gettext_lazy("Surname"))
    sort = SortFilter(orders=PEOPLE_ORDERS)

    view = "people"

    @property
    def letters(self):
        """The letters to jump to: of surnames where these give the order."""
        return self.facet("surname" if self.value_of("sort") == "surname" else "letter", limit=None)

    @staticmethod
    def noun(count):
        return ngettext("%(count)s person", "%(count)s people", count) % {"count": number(count)}


class OrganisationFilter(DirectoryFilter):
    view = "organisations"

    @staticmethod
    def noun(count):
        return ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": number(count)}


class PersonFilter(MentionedFilter):
    """People to look at side by side: nobody can be left out, and there is no "none"."""

    has_none = False

    @property
    def keys(self):
        return (self.name,)


class CompareFilter(ListFilter):
    """The articles with the people that are compared."""

    person = PersonFilter(kind=Entity.Kind.PERSON, label=gettext_lazy("People"))

    view = "compare"

    @property
    def people(self) -> list[Entity]:
        return [choice.subject for choice in self.chosen["person"] if choice.is_known]

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """What was asked for and is nobody, with the address without it."""
        unknown = [choice for choice in self.chosen["person"] if not choice.is_known]
        return [(choice.value, self.address(self.without([choice]))) for choice in unknown]

    def with_person(self, person: Entity) -> str:
        """The address with one person more."""
        return self.address(self.with_choice("person", self.filters["person"].as_choice("person", person)))

    def without_person(self, person: Entity) -> str:
        """The address with one person less."""
        return self.address(self.without([c for c in self.chosen["person"] if c.subject == person]))
