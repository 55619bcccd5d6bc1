"""The wizard, and the page of who has filed."""

from __future__ import annotations

from django.urls import path

from parcours.bench.django_wizard.views import Journey, filed

urlpatterns = [
    path("", Journey.as_view(), name="journey"),
    path("recue/<int:number>/", filed, name="filed"),
]
