"""Photos of a session and the signed list of the adults who came."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Rows
from naung.files.models import FILE_FIELDS, Hanging, StoredFile


class SessionFile(StoredFile, Scoped):
    """A photo without recognisable faces, or the list that adults signed; sealed under a key of the session's own.

    A session itself is open to its office, so the file carries its office. `confirmed` is what its sender said of the
    faces. A list is kept until `ends_at`.
    """

    session_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12)  # PHOTO, SIGNED_LIST
    confirmed = models.CharField(max_length=10, blank=True)  # NO_FACE, ALL_AGREED
    ends_at = models.DateTimeField(null=True)

    HANGS = Hanging(
        "kegiatan", "session", "prevention.AwarenessSession", adds=P.SESSION_PLAN, page="prevention:session-files"
    )
    SEALED_UNDER = "session_id"
    ACCESS = Rows(reads=P.READ_SESSION_FILES, writes=(P.SESSION_PLAN, P.DUTY_KEEP))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = FILE_FIELDS | {
            "session_id", "kind", "confirmed", "ends_at", "owner_id", "team_id", "area_id", "office_id",
            "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["ends_at"], name="prevention_list_ends", condition=models.Q(removed_at=None)),
        ]

    def hang(self, parent: Any) -> None:
        self.session_id, self.office_id = parent.pk, parent.office_id
        self._session = parent

    @property
    def session(self) -> Any:
        """The session on which it hangs."""
        return self._session

    @property
    def parent_id(self) -> UUID:
        return self.session_id
