"""A wizard as the manual of django-formtools writes it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from formtools.wizard.views import NamedUrlSessionWizardView, SessionWizardView

from parcours.bench.django_wizard.forms import FORMS
from parcours.bench.django_wizard.models import Request


def is_married(wizard: Any) -> bool:
    """Whether the family screen says so."""
    told = wizard.get_cleaned_data_for_step("famille") or {}
    return bool(told.get("situation") == "marie")


def is_employed(wizard: Any) -> bool:
    """Whether the screen of work says so."""
    told = wizard.get_cleaned_data_for_step("activite") or {}
    return bool(told.get("activite") == "salarie")


class _Moving:
    """Twelve forms, ten of which each person meets."""

    form_list = FORMS
    template_name = "journey.html"
    condition_dict: ClassVar[dict[str, Any]] = {
        "conjoint": is_married,
        "proche": lambda wizard: not is_married(wizard),
        "emploi": is_employed,
        "revenus": lambda wizard: not is_employed(wizard),
    }

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        """Filed, durably, then the page that says so."""
        answers = {name: value for form in form_list for name, value in form.cleaned_data.items()}
        path = list(kwargs["form_dict"])
        found = Request.objects.create(answers=_plain(answers), path=path)
        return redirect("filed", number=found.pk)


class Journey(_Moving, SessionWizardView):
    """A form is answered with the next one: one address for all."""


class Addressed(_Moving, NamedUrlSessionWizardView):
    """A form is answered by sending the browser to the next screen's address, as ours are."""


def _plain(answers: dict[str, Any]) -> dict[str, Any]:
    return {k: v if isinstance(v, str | int | bool) else v.isoformat() for k, v in answers.items()}


def filed(request: HttpRequest, number: int) -> HttpResponse:
    """« Demande reçue »."""
    return render(request, "filed.html", {"request_filed": get_object_or_404(Request, pk=number)})
