from typing import ClassVar

from django.db import models

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.case import CASE_WRITERS, Case
from naung.cases.models.contact import Visit
from naung.files.models import FILE_FIELDS, Hanging, StoredFile


class CaseFile(StoredFile):
    """A picture, a recording or a paper on a case, perhaps from one of its visits; sealed under the child's key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="files")

    HANGS = Hanging("kasus", "case", "cases.Case", adds=P.CASE_WORK, part="visit")
    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = FILE_FIELDS | {"case", "visit"}
