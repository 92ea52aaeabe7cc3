"""Photos of a session for its report."""

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.core import vault
from naung.files.models import Blob
from naung.files.queries.hanging import can_be_opened
from naung.files.rules.pictures import small
from naung.prevention.models import AwarenessSession, SessionFile
from naung.prevention.rules.sessions_files import PHOTO

MOST = 4
LONGEST = 900  # points: eight centimetres on paper


def photos_of(actor: Actor, session: AwarenessSession) -> list[SessionFile]:
    """The first photos of a session that can be opened, for whoever may see them."""
    lines = visible(actor, P.READ_SESSION_FILES, SessionFile).filter(session_id=session.pk, kind=PHOTO)
    found = list(lines.exclude(confirmed="").filter(removed_at=None).order_by("added_at", "pk")[: 2 * MOST])
    blobs = Blob.objects.in_bulk([line.blob_id for line in found])
    return [line for line in found if can_be_opened(blobs[line.blob_id])][:MOST]


def printed(line: SessionFile) -> dict[str, object]:
    """One photo as Typst takes it: the bytes of a small JPEG, and its words."""
    content = b"".join(vault.read(Blob.objects.get(pk=line.blob_id).place))
    return {"jpeg": list(small(content, LONGEST)), "words": line.described or ""}
