"""The addresses of the bank."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path, register_converter

from effectbank.bank import views


class FourDigits:
    """A year in an address."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


register_converter(FourDigits, "year")

urlpatterns: list[URLPattern] = [
    path("", views.front),
    path("about/", views.about),
    path("entries/", views.all_entries),
    path("types/<slug:kind>/", views.by_type),
    path("years/<year:year>/", views.by_year),
    path("subjects/<str:subject>/", views.by_subject),
    re_path(r"^search/?$", views.find),
    path("entry/<slug:slug>/", views.entry),
    re_path(r"^entry/(?P<slug>[-\w]+)/data\.(?P<ending>zip|json)$", views.data),
    path("entry/<slug:slug>/revisions/<int:number>/", views.revision),
]

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.broken
