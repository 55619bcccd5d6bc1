"""The wizard, and the page of who has filed."""

from __future__ import annotations

from django.urls import path

from parcours.bench.django_wizard.views import Addressed, Journey, filed

urlpatterns = [
    path("", Journey.as_view(), name="journey"),
    path("ecran/", Addressed.as_view(url_name="addressed", done_step_name="fin"), name="entry"),
    path(
        "ecran/<str:step>/",
        Addressed.as_view(url_name="addressed", done_step_name="fin"),
        name="addressed",
    ),
    path("recue/<int:number>/", filed, name="filed"),
]
