"""Every address of the archive."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

urlpatterns = [
    path("", include("articles.urls")),
    path("", include("entities.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("admin/", admin.site.urls),
]
