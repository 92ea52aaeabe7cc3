"""All records of children as accounts to compare with each other: for the clock, and for nobody else."""

from uuid import UUID

from django.db import connection

from naung.access.acting import MAY, setting
from naung.access.actors import Actor
from naung.access.functions import Definer
from naung.access.policy import Permission, Scope
from naung.access.queries import require
from naung.access.rls import ids_of, words_of
from naung.people.matching.facts import Known

MOTHER = "IBU"  # code list hubungan_keluarga
# Records that were merged are left out: they are known already.
REGISTER = Definer(
    name="people_register",
    takes="",
    gives=(
        "TABLE (id uuid, name text, nickname text, sex text, birth_date date, age_estimate int, "
        "age_estimated_date date, nik_token text, kk_token text, ward text, district text, school text, address text, "
        "mother text, phone text)"
    ),
    body=f"""
    SELECT child.id, child.name, child.nickname, child.sex, child.birth_date, child.age_estimate::int,
           child.age_estimated_date, child.nik_token, child.kk_token, coalesce(ward.code, ''),
           coalesce(district.code, ''), coalesce(child.school_id::text, child.school_name), child.address,
           coalesce(mother.name, ''), coalesce(carer.phone, '')
      FROM public.people_child child
      LEFT JOIN public.places_area ward ON ward.id = child.ward_id
      LEFT JOIN public.places_area district ON district.id = ward.parent_id
      LEFT JOIN LATERAL (
          SELECT held.name FROM public.people_caregiver held
           WHERE held.child_id = child.id AND held.relation = '{MOTHER}'
           ORDER BY held.ended_at NULLS FIRST, held.id LIMIT 1
      ) mother ON true
      LEFT JOIN LATERAL (
          SELECT held.phone FROM public.people_caregiver held
           WHERE held.child_id = child.id AND held.phone <> '' ORDER BY held.is_main DESC, held.id LIMIT 1
      ) carer ON true
     WHERE {words_of(MAY)} && ARRAY['{Permission.PAIR_OFFER}'] AND child.merged_into_id IS NULL
       AND child.office_id = ANY({ids_of(setting(Permission.READ_D1, Scope.OFFICE))})
     ORDER BY child.id
    """,  # noqa: S608 - made of our own names
)


def register(by: Actor) -> list[tuple[UUID, Known]]:
    """Every record with what it is compared by; a NIK only as the token of the whole number."""
    require(by, Permission.PAIR_OFFER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_register()")
        return [_account(*row) for row in cursor.fetchall()]


def _account(pk: UUID, *told: object) -> tuple[UUID, Known]:
    names = (
        "name", "nickname", "sex", "birth_date", "age_estimate", "age_estimated_date", "nik_tokens", "kk_token",
        "kelurahan", "kecamatan", "school", "address", "mother", "phone",
    )  # fmt: skip
    facts = dict(zip(names, told, strict=True))
    token = facts.pop("nik_tokens")
    return pk, Known(nik_tokens=(str(token),) if token else (), **facts)  # type: ignore[arg-type]
