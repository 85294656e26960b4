"""Every address of the archive."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.generic import TemplateView

from articles.sitemaps import SITEMAPS

OPENSEARCH = TemplateView.as_view(
    template_name="opensearch.xml", content_type="application/opensearchdescription+xml"
)

urlpatterns = [
    path("", include("articles.urls")),
    path("", include("entities.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("opensearch.xml", OPENSEARCH, name="opensearch"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_part"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("admin/", admin.site.urls),
]
