"""Readers say that something is wrong with a quote: without an account, a few times an hour."""

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entities.models import Quote
from entities.suggestions import report
from newsarchive import throttling

AN_HOUR = 3600
FROM_ONE_ADDRESS = 5  # Reports an hour.
FROM_ALL = 200


class ReportForm(forms.Form):
    note = forms.CharField(
        label=_("What is wrong?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    # A field that nobody sees and programs fill in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_quote(request, pk):
    """Ask what is wrong with a quote, and hand it to the editors' queue."""
    quote = get_object_or_404(
        Quote.objects.select_related("article__publication", "speaker__merged_into"), pk=pk
    )
    form = ReportForm(request.POST or None)
    is_sent = is_too_many = False
    if request.method == "POST" and form.is_valid():
        is_too_many = not may_report(request)
        is_sent = not is_too_many
        if is_sent and not form.cleaned_data["website"]:
            report(quote, form.cleaned_data["note"])
    context = {"quote": quote, "form": form, "is_sent": is_sent, "is_too_many": is_too_many}
    return render(request, "entities/report.html", context, status=429 if is_too_many else 200)


def may_report(request: HttpRequest) -> bool:
    """Whether this address, and all together, reported few enough in the last hour. It counts as one."""
    limits = {f"reports:{throttling.asker(request)}": FROM_ONE_ADDRESS, "reports": FROM_ALL}
    return throttling.may(limits, AN_HOUR)
