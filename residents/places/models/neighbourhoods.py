"""Neighbourhoods: the buildings of one residents' committee."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Neighbourhood(models.Model):
    """居民区: the buildings of one residents' committee."""

    name = models.CharField(_("居民区"), max_length=100, unique=True)
    committee = models.CharField(_("居委全名"), max_length=100)
    phone = models.CharField(_("居委电话"), max_length=30, blank=True)
    hours = models.CharField(
        _("办公时间"), max_length=100, blank=True, help_text=_("例如：周一到周五 8:30–17:00")
    )
    address = models.CharField(
        _("居委地址"), max_length=100, blank=True, help_text=_("例如：逸仙路1200弄5号底楼")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("居民区")

    def __str__(self) -> str:
        return self.name
