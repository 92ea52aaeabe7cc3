"""Children and the people around them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Greatest, Least, Lower

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows
from naung.core.models import Record
from naung.core.sealed import SealedText
from naung.places.models import Area
from naung.teams.models import Organisation

CARE_WRITERS = (P.CASE_REGISTER, P.CASE_WORK, P.CASE_ASSESS)
CHILD_WRITERS = (*CARE_WRITERS, P.CHILD_MERGE)


class Identity(models.Model):
    """What may be known of who a child is; nothing of it is required. Shared by reports and child records."""

    name = models.CharField(max_length=60, blank=True)
    search_key = models.CharField(max_length=80, blank=True)
    nickname = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    birth_date = models.DateField(null=True)
    age_estimate = models.PositiveSmallIntegerField(null=True)
    age_estimated_date = models.DateField(null=True)
    nik = SealedText(null=True)
    nik_token = models.CharField(max_length=64, blank=True)
    kk = SealedText(null=True)
    kk_token = models.CharField(max_length=64, blank=True)
    nisn = models.CharField(max_length=10, blank=True)
    ktp_address = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    ward = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    school_name = models.CharField(max_length=200, blank=True)  # as told; a known school stands in `school` too
    school_class = models.CharField(max_length=20, blank=True)
    disabilities = ArrayField(models.CharField(max_length=20), default=list)
    languages = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        abstract = True


IDENTITY_FIELDS = {
    "name", "search_key", "nickname", "sex", "birth_date", "age_estimate", "age_estimated_date", "nik",
    "nik_token", "kk", "kk_token", "nisn", "ktp_address", "address", "rt", "rw", "ward", "school",
    "school_name", "school_class", "disabilities", "languages",
}  # fmt: skip


class Child(Record, Scoped, Identity):
    """One child, one record. Scope is that of its open, else latest, case.

    A second record of the same child points to the one that stands (`merged_into`); nothing moves, so that the pointer
    can be taken away again. A record that points has no open case.
    """

    current_case_id = models.UUIDField(null=True, db_index=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_here", db_index=False
    )
    created_at = models.DateTimeField()

    SEALED_UNDER = "id"
    ACCESS = Rows(
        reads=P.READ_D2,
        writes=CHILD_WRITERS,
        granted=("id", "current_case_id"),
        stamped_by={"cases.Case": "current_case_id"},
    )

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = IDENTITY_FIELDS | {
            "current_case_id", "merged_into", "created_at", "owner_id", "team_id", "area_id", "office_id",
            "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["merged_into"], name="people_child_merged", condition=~Q(merged_into=None)),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="people_child_search"),
            GinIndex(Func(F("search_key"), Value(" "), function="string_to_array"), name="people_child_words"),
            models.Index(Lower("name"), name="people_child_name"),
            models.Index(fields=["nik_token"], name="people_child_nik", condition=~Q(nik_token="")),
            models.Index(fields=["nisn"], name="people_child_nisn", condition=~Q(nisn="")),
            models.Index(fields=["birth_date"], name="people_child_birth"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_estimate=None, age_estimated_date=None)
                | Q(age_estimate__isnull=False, age_estimated_date__isnull=False),
                name="people_estimate_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="people_merged_into_another"
            ),
        ]


class ChildKeys(Record):
    """Under which keys a child's record is found, and the facts that an account is compared with, made ready.

    Derived from the record and its caregivers, and written whenever one of them is. Numbers (NIK, family card, phone)
    stand here as keyed tokens only. The application reads the rows of children whom it sees; others are met only by
    the owner's function (`queries.candidates`).
    """

    child = models.OneToOneField(Child, on_delete=models.PROTECT, related_name="match_keys")
    keys = ArrayField(models.TextField(), default=list)
    facts = models.JSONField(default=list)

    ACCESS = Follows("child", reads=P.READ_D2, writes=CARE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = {"child", "keys", "facts"}

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="people_keys", fastupdate=False)]


class Caregiver(Record):
    """Somebody who cares for the child, with what is safe: may we call, when."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="caregivers")
    name = models.CharField(max_length=60)
    relation = models.CharField(max_length=20)
    phone = models.CharField(max_length=20, blank=True)
    safe_to_contact = models.BooleanField(null=True)
    safe_hours = models.CharField(max_length=60, blank=True)
    lives_with_child = models.BooleanField(null=True)
    is_main = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    ACCESS = Follows("child", reads=P.READ_D2, writes=CARE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = {
            "child", "name", "relation", "phone", "safe_to_contact", "safe_hours", "lives_with_child", "is_main",
            "ended_at",
        }  # fmt: skip


class HouseholdMember(Record):
    """Somebody who lives in the child's household: name or just relation, age, and a link if known."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="household")
    name = models.CharField(max_length=60, blank=True)
    relation = models.CharField(max_length=20)
    age = models.PositiveSmallIntegerField(null=True)
    known_child_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    ACCESS = Follows("child", reads=P.READ_D2, writes=CARE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = {"child", "name", "relation", "age", "known_child_id", "ended_at"}


class Relationship(Record):
    """How this child is related to another child on record, such as a sibling in a case of its own."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="relationships")
    other_child_id = models.UUIDField()
    relation = models.CharField(max_length=20)
    ended_at = models.DateTimeField(null=True)

    ACCESS = Follows("child", reads=P.READ_D2, writes=CARE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = {"child", "other_child_id", "relation", "ended_at"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "other_child_id", "relation"],
                condition=Q(ended_at=None),
                name="people_one_relationship",
            )
        ]


class Merge(Record):
    """That somebody found two records to be one child: `child` points to `kept` from `at` until it was undone.

    Read, with its reason, by who sees both. `closed_case_id` is the case that was closed in the same act; `bars_added`
    says whom it shut out of which case.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = SealedText(null=True)
    closed_case_id = models.UUIDField(null=True)
    bars_added = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.UUIDField(null=True)
    undone_reason = SealedText(null=True)

    SEALED_UNDER = "child_id"
    ACCESS = Follows("child", also="kept", reads=P.READ_D2, writes=(P.CHILD_MERGE,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = {
            "child", "kept", "at", "by_id", "reason", "closed_case_id", "bars_added", "undone_at", "undone_by_id",
            "undone_reason",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(undone_at=None), name="people_one_merge_stands")
        ]


class PairState(models.TextChoices):
    """What somebody said of two records that may be one child."""

    OPEN = "OPEN"
    LATER = "LATER"
    SAME = "SAME"
    APART = "APART"


class CandidatePair(Record):
    """Two records that may be one child: why the machine thinks so, and what a person decided. Read by who sees both.

    `fingerprint` is a keyed print of the facts that were compared: two records that somebody said are two children are
    not offered again until it changes.
    """

    low = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    probability = models.FloatField(null=True)
    model_version = models.CharField(max_length=40, blank=True)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    fingerprint = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=5, choices=PairState, default=PairState.OPEN)
    offered_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    reason = SealedText(null=True)

    SEALED_UNDER = "low_id"
    ACCESS = Follows("low", also="high", reads=P.READ_D2, writes=(P.CHILD_MERGE, P.PAIR_OFFER))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = {
            "low", "high", "probability", "model_version", "reasons", "fingerprint", "state", "offered_at",
            "decided_at", "decided_by_id", "reason",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(
                fields=["-probability", "offered_at"], name="people_pairs_waiting",
                condition=Q(state__in=["OPEN", "LATER"]),
            )
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(Least("low", "high"), Greatest("low", "high"), name="people_one_pair"),
            models.CheckConstraint(condition=~Q(low=F("high")), name="people_pair_of_two"),
        ]
