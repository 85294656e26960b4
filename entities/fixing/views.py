"""The pages on which an editor corrects a name, a country or a quote, adds a quote, and undoes that."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from entities import curation
from entities.admin.common import say_refused
from entities.curation import Refused
from entities.fixing.forms import (
    NO_NAME,
    CountryForm,
    MissedQuoteForm,
    NameForm,
    QuoteForm,
    selected,
)
from entities.history import sentence
from entities.models import Decision, Mention, Quote
from entities.suggestions import answer
from entities.workshop import around


def for_editors(permission: str) -> Callable:
    """Ask who is not signed in to do so; who is and may not, gets no further."""

    def decorate(view):
        allowed = permission_required(permission, raise_exception=True)(view)
        return never_cache(wraps(view)(login_required(allowed, login_url="admin:login")))

    return decorate


@for_editors("entities.change_mention")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_mention(request, pk):
    """Whom a name refers to, or which country."""
    mention = get_object_or_404(
        Mention.objects.select_related("article__publication", "entity__merged_into"), pk=pk
    )
    is_country = mention.kind == Mention.Kind.COUNTRY
    make_form, decide = (CountryForm, decide_country) if is_country else (NameForm, decide_name)
    form = form_of(request, lambda **data: make_form(mention, **data))
    if may_decide(request, form) and attempt(request, lambda: decide(mention, form, request.user), mention):
        return redirect(way_back(request, f"{mention.article.get_absolute_url()}?edit=1"))
    context = {
        "mention": mention,
        "article": mention.article,
        "form": form,
        "words": around(mention.article.text, mention.start_char, mention.end_char, 250),
        "next": way_back(request, ""),
        "suggestion": suggestion_of(request),
    }
    return render(request, "entities/fixing/mention.html", context)


def decide_country(mention: Mention, form: CountryForm, editor) -> list[UUID]:
    how = {"actor": editor, "shown": mention, **form.decided_by}
    found, code = form.chosen.mentions, form.cleaned_data["country"]
    if not code:
        return [curation.reject_names(found, [], **how)]
    return [curation.correct_country(found, code, **how)]


def decide_name(mention: Mention, form: NameForm, editor) -> list[UUID]:
    how = {"actor": editor, "shown": mention, **form.decided_by}
    found, said = form.chosen.mentions, form.chosen.quotes
    if form.cleaned_data["who"] == NO_NAME:
        return [curation.reject_names(found, said, **how)]
    if form.new:
        return [curation.link_to_new(found, said, **form.new, **how)]
    return [curation.relink(found, said, form.entity, **how)]


@for_editors("entities.change_quote")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_quote(request, pk):
    """Who says a quote, of what type it is, where it begins and ends, or that it is none."""
    quotes = Quote.objects.select_related("article__publication", "speaker__merged_into")
    quote = get_object_or_404(quotes, pk=pk)
    form = form_of(request, lambda **data: QuoteForm(quote, **data))
    is_none = "no-quote" in request.POST
    if may_decide(request, form) and attempt(
        request, lambda: decide_quote(quote, form, is_none, request.user), quote
    ):
        return redirect(way_back(request, quote.get_absolute_url()))
    context = {
        "quote": quote,
        "article": quote.article,
        "form": form,
        "words": around(quote.article.text, quote.parts[0][0], quote.parts[-1][1], 400),
        "next": way_back(request, ""),
        "suggestion": suggestion_of(request),
    }
    return render(request, "entities/fixing/quote.html", context)


def decide_quote(quote: Quote, form: QuoteForm, is_none: bool, editor) -> list[UUID]:
    how = {"actor": editor, **form.decided_by}
    if is_none:
        return [curation.reject([quote], **how)]
    data, done = form.cleaned_data, []
    if form.is_moved:
        found, said = form.chosen.mentions, form.chosen.quotes
        if form.new:
            done.append(curation.link_to_new(found, said, **form.new, shown=quote, **how))
        else:
            kind = form.kind
            group = curation.relink(found, said, form.entity, speaker_kind=kind, shown=quote, **how)
            done.append(group)
        how["seen"] = ""  # What changed since is this very act.
    if form.parts or data["type"] != quote.type or data["polarity"] != quote.polarity:
        values = {"type": data["type"], "polarity": data["polarity"], "parts": form.parts}
        done.append(curation.correct_quote(quote, **values, **how))
    if not done:
        raise Refused(_("Nothing was changed."))
    return done


@for_editors("entities.add_quote")
@require_http_methods(["GET", "HEAD", "POST"])
def add_quote(request, pk):
    """A quote that was missed: the words that were selected in the text, or that the editor pastes."""
    article = get_object_or_404(Article.objects.select_related("publication"), pk=pk)
    chosen = selected(article.text, request.GET.get("start", ""), request.GET.get("end", ""))
    form = form_of(request, lambda **data: MissedQuoteForm(article, **data), chosen)
    if may_decide(request, form) and attempt(request, lambda: decide_missed(article, form, request.user)):
        return redirect(way_back(request, article.get_absolute_url()))
    context = {"article": article, "form": form, "next": way_back(request, "")}
    return render(request, "entities/fixing/missed_quote.html", context)


def decide_missed(article: Article, form: MissedQuoteForm, editor) -> list[UUID]:
    data = form.cleaned_data
    group = curation.add_quote(
        article,
        form.parts,
        type=data["type"],
        speaker=form.entity,
        speaker_kind=form.new.get("kind", form.kind),
        new_speaker=form.new.get("name", ""),
        actor=editor,
        reason=data["reason"],
    )
    return [group]


@for_editors("entities.change_decision")
@require_POST
def undo(request, group):
    """Undo what was decided on one of these pages, and go back to where it was."""
    try:
        curation.undo(group, actor=request.user)
        messages.success(request, _("Undone."))
    except Refused as refused:
        say_refused(request, refused)
    return redirect(way_back(request, "/"))


def form_of(request: HttpRequest, make: Callable, chosen: dict | None = None):
    """The form as it is sent; as it is first seen; or, when a name is looked for, filled in as it was."""
    if request.method != "POST":
        return make(initial=chosen or {})
    if "look" in request.POST:
        return make(initial={key: value for key, value in request.POST.items() if key != "seen"})
    return make(data=request.POST)


def may_decide(request: HttpRequest, form) -> bool:
    return form.is_bound and form.is_valid()


def attempt(
    request: HttpRequest, decide: Callable[[], list[UUID]], finding: Mention | Quote | None = None
) -> bool:
    """Carry out a decision whole or not at all, and tell the editor; each act with the way to undo it.

    A suggestion of the queue that led to the finding is answered by it.
    """
    try:
        with transaction.atomic():
            groups = decide()
            if finding:
                answer(suggestion_of(request), finding, request.user, groups[0])
    except Refused as refused:
        say_refused(request, refused)
        return False
    for group in groups:
        decided = Decision.objects.filter(group=group).select_related("entity", "other").order_by("pk")
        # The tag of the message is the act, for the button beside it.
        messages.success(request, sentence(decided[0], len(decided)), extra_tags=str(group))
    return True


def suggestion_of(request: HttpRequest) -> str:
    """The suggestion of the queue that led the editor here, if one did."""
    return request.POST.get("suggestion") or request.GET.get("suggestion", "")


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where the editor came from, if that is a page of this archive."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_own = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_own else otherwise
