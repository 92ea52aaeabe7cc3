"""Papers of a session as PDF: invitation, reminder, report, certificate."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.paper import pdf
from naung.files.operations import open_file
from naung.prevention.models import AwarenessSession, SessionFile
from naung.prevention.queries import sessions as queries
from naung.prevention.queries import sessions_papers as papers
from naung.prevention.queries.sessions_files import photos_of, printed
from naung.prevention.views.asking import who


@never_cache
@require_safe
def letter(request: HttpRequest, session_id: UUID, letter: str) -> HttpResponse:
    """One paper of a session. Papers are in Indonesian, whatever the page's language."""
    require(who(request), P.OFFICE_READ)
    session, now = queries.sessions(who(request)).get(pk=session_id), timezone.now()
    make = papers.PAPERS.get(letter)
    with translation.override("id"):
        told = make(session, now, request.GET.get("untuk", "")) if make else None
    if told is None:
        raise Http404
    photos = _photos(request, session) if "photos" in told.told else {}
    made = pdf(papers.FOLDER / told.template, {**told.told, **photos}, now, by=who(request).name)
    name = f"{letter}-{session.code}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _photos(request: HttpRequest, session: AwarenessSession) -> dict[str, object]:
    """The confirmed photos of a session; that they were opened is written down as on their own page."""
    lines = photos_of(who(request), session)
    for line in lines:
        open_file(by=who(request), model=SessionFile, parent_id=session.pk, file_id=line.pk, now=timezone.now())
    return {"photos": [printed(line) for line in lines]}
