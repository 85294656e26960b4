"""Addresses of people, organisations and quotes."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from entities import views
from entities.comparing import compare
from entities.fixing import views as fixing
from entities.models import Entity
from entities.reconcile_service import SUGGESTIONS, reconcile, reconcile_preview, reconcile_suggest
from entities.reports import report_quote

PERSON, ORGANISATION = {"kind": Entity.Kind.PERSON}, {"kind": Entity.Kind.ORGANISATION}


class Suggestions(StringConverter):
    """What the reconciliation service suggests: entity, type or property."""

    regex = "|".join(SUGGESTIONS)


register_converter(Suggestions, "suggestions")

urlpatterns = [
    path("quotes/", views.quote_list, name="quotes"),
    path("quotes.<slug:form>", views.quote_twin, name="quote_twin"),
    path("people.<slug:form>", views.directory_twin, PERSON),
    path("organisations.<slug:form>", views.directory_twin, ORGANISATION),
    path("quotes/by/<slug:name>/", views.quote_facet, name="quote_facet"),
    path("quotes/<int:pk>/", views.quote, name="quote"),
    path("quotes/<int:pk>/report/", report_quote, name="report_quote"),
    path("quotes/<int:pk>/correct/", fixing.correct_quote, name="correct_quote"),
    path("mentions/<int:pk>/correct/", fixing.correct_mention, name="correct_mention"),
    path("articles/<int:pk>/add-quote/", fixing.add_quote, name="add_quote"),
    path("decisions/<uuid:group>/undo/", fixing.undo, name="undo"),
    path("quotes/<int:pk>/cite.<slug:form>", views.quote_citation, name="quote_citation"),
    path("who-said/", views.who_said, name="who_said"),
    path("who-said.<slug:form>", views.who_said_twin, name="who_said_twin"),
    path("compare/", compare, name="compare"),
    path("reconcile/", reconcile, name="reconcile"),
    path("reconcile", reconcile),  # What is sent to an address would be lost on the way to another one.
    path("reconcile/suggest/<suggestions:what>/", reconcile_suggest, name="reconcile_suggest"),
    path("reconcile/preview/<int:pk>/", reconcile_preview, name="reconcile_preview"),
    path("people/", views.directory, PERSON, name="people"),
    path("people/<int:pk>/", views.entity, PERSON, name="person_by_id"),
    path("people/<int:pk>-<slug:slug>/", views.entity, PERSON, name="person"),
    path("organisations/", views.directory, ORGANISATION, name="organisations"),
    path("organisations/<int:pk>/", views.entity, ORGANISATION, name="organisation_by_id"),
    path("organisations/<int:pk>-<slug:slug>/", views.entity, ORGANISATION, name="organisation"),
]
