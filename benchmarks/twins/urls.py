"""Where the twins are: under ``/bare/`` of a server that measures, and nowhere else."""

from django.urls import path

from . import asks, writing

urlpatterns = [
    path("bare/api/asks/", asks.AskList.as_view()),
    path("bare/api/asks/barest/", asks.BarestList.as_view()),
    path("bare/api/asks/<str:ref>/", asks.AskDetail.as_view()),
    path("bare/api/asks/<str:ref>/barest/", asks.BarestDetail.as_view()),
    path("bare/queue/", asks.queue),
    path("bare/search/", asks.search),
    path("bare/asks/", asks.listed),
    path("bare/asks/<str:ref>/", asks.detail),
    path("bare/step/<str:ref>/", writing.step),
    path("bare/responses/<str:ref>.csv", writing.export),
    path("bare/responses/<str:ref>/", writing.submission),
]
