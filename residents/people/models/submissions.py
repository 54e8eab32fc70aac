"""Submitted forms, by which a repeated submission is recognised."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """A submitted form. A repeated submission is redirected to ``led_to`` of the first one."""

    stays_in_cell = "kept for some days, to recognise a repeated form"

    key = models.CharField(max_length=64, primary_key=True)
    led_to = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("表单提交")

    def __str__(self) -> str:
        return self.key[:8]
