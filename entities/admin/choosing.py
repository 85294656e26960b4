"""Fields in which an editor looks for somebody by name."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _


class NamedChoice(AutocompleteSelect):
    """Says what it waits for: empty, it would have no name for who hears the page."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": _("Choose by name")}


class ChoosesByName:
    """A part of an admin whose autocomplete_fields are such fields."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", NamedChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
