"""What was filed."""

from __future__ import annotations

from django.db import models


class Request(models.Model):
    """One journey: its answers, and the screens it came by."""

    answers = models.JSONField()
    path = models.JSONField()
    filed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Where it lives."""

        app_label = "django_wizard"
