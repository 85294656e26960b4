"""Addresses of people, organisations and quotes."""

from django.urls import path

from entities import views
from entities.fixing import views as fixing
from entities.models import Entity
from entities.reports import report_quote

PERSON, ORGANISATION = {"kind": Entity.Kind.PERSON}, {"kind": Entity.Kind.ORGANISATION}

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
    path("people/", views.directory, PERSON, name="people"),
    path("people/<int:pk>/", views.entity, PERSON, name="person_by_id"),
    path("people/<int:pk>-<slug:slug>/", views.entity, PERSON, name="person"),
    path("organisations/", views.directory, ORGANISATION, name="organisations"),
    path("organisations/<int:pk>/", views.entity, ORGANISATION, name="organisation_by_id"),
    path("organisations/<int:pk>-<slug:slug>/", views.entity, ORGANISATION, name="organisation"),
]
