"""The editors' workshop. The admin reads; what it changes goes through entities/curation.py."""

from django.contrib import admin

from entities.admin import decisions, findings, people, queue

__all__ = ["decisions", "findings", "people", "queue"]

admin.site.site_header = admin.site.site_title = "newsarchive"
