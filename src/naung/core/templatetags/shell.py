"""Puts allauth's pages, which are Django templates, inside the one layout of all pages."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_block_tag(takes_context=True)
def heading(context: RequestContext, content: str) -> str:
    """Keeps the page's title for the layout."""
    context.render_context["heading"] = " ".join(content.split())
    return ""


@register.simple_block_tag(takes_context=True)
def head(context: RequestContext, content: str) -> str:
    """Keeps what the page wants inside `<head>`."""
    context.render_context["extra_head"] = content
    return ""


@register.simple_block_tag(takes_context=True)
def shell(context: RequestContext, content: str) -> SafeString:
    """Renders the layout around the content, which Django has already escaped."""
    kept = {name: context.render_context.get(name, "") for name in ("heading", "extra_head")}
    shared: dict[str, Any] = {
        name: context[name]
        for name in ("messages", "actor", "navigation", "training_data", "factor_optional")
        if name in context
    }
    page = {**shared, **kept, "content": content}
    # Jinja's backend answers a plain str, which the tag would escape once more.
    return mark_safe(render_to_string("core/account.html", page, request=context.request))  # noqa: S308  # nosec B308 B703
