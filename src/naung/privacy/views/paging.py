"""What a list was asked for, apart from the number of its page."""

from django.http import HttpRequest, QueryDict


def unpaged(request: HttpRequest) -> QueryDict:
    """The filters of an address, to be kept from page to page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked
