"""Addresses of articles, countries, publications and dates."""

from django.urls import path, register_converter

from articles import views


class Year:
    regex = "[0-9]{4}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:04}"


class TwoDigits(Year):
    regex = "[0-9]{2}"

    def to_url(self, value):
        return f"{value:02}"


register_converter(Year, "yyyy")
register_converter(TwoDigits, "mm")

urlpatterns = [
    path("", views.home, name="home"),
    path("articles/", views.article_list, name="articles"),
    path("articles.<slug:form>", views.article_twin, name="article_twin"),
    path("articles/by/<slug:name>/", views.article_facet, name="article_facet"),
    path("articles/<int:pk>/", views.article, name="article_by_id"),
    path("articles/<int:pk>-<slug:slug>/", views.article, name="article"),
    path("articles/<int:pk>/cite.<slug:form>", views.article_citation, name="article_citation"),
    path("publications/", views.publication_list, name="publications"),
    path("countries/", views.country_list, name="countries"),
    path("countries.<slug:form>", views.country_twin, name="country_twin"),
    path("countries/<str:code>/", views.country, name="country"),
    path("dates/", views.dates, name="dates"),
    path("dates/<yyyy:year>/", views.year, name="year"),
    path("dates/<yyyy:year>/<mm:month>/", views.month, name="month"),
    path("dates/<yyyy:year>/<mm:month>/<mm:day>/", views.day, name="day"),
]
