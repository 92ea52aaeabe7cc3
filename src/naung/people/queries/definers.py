"""Two searches in the owner's name, because row security keeps PostgreSQL from using a trigram index; and the way from
one record of a child to the others.

All hold the wall themselves: the policy's own predicate is written into them whenever the walls are.
"""

from naung.access.acting import MAY, UNITS, USER, WIDENED, setting
from naung.access.functions import Definer
from naung.access.policy import Permission, Scope
from naung.access.rls import Told, clear, ids_of, predicate, user_of, words_of
from naung.people.models import Child

SEEN = predicate("child", Child.ACCESS, Permission.READ_D2)

OWN_SEEN = predicate("own", Child.ACCESS, Permission.READ_D2)
TOP_SEEN = f"({predicate('top', Child.ACCESS, Permission.READ_D2)})"
MOST_KNOWN = 8

# A record that was merged leads to the one that stands; whoever sees only the merged one finds that, as before.
STANDING = """
      CROSS JOIN LATERAL (
          WITH RECURSIVE up AS (
              SELECT told.id, told.merged_into_id
              UNION ALL
              SELECT next.id, next.merged_into_id FROM up JOIN public.people_child next ON next.id = up.merged_into_id
          )
          SELECT up.id FROM up WHERE up.merged_into_id IS NULL
      ) root
      JOIN public.people_child top ON top.id = root.id
"""

LOOK_UP = Definer(
    name="people_look_up",
    takes="asked_key text, asked_birth date, asked_nik text",
    gives="TABLE (id uuid, score real, seen boolean, team_id uuid)",
    settings="SET pg_trgm.similarity_threshold = 0.45",
    body=f"""
    SELECT child.id, max(told.score) AS score, {SEEN} AS seen, child.team_id
      FROM (
    SELECT own.id, own.merged_into_id, found.score, {OWN_SEEN} AS seen
      FROM (
          SELECT candidate.id, 2::real AS score
            FROM public.people_child candidate
           WHERE asked_nik <> '' AND candidate.nik_token <> '' AND candidate.nik_token = asked_nik
          UNION
          SELECT candidate.id,
                 public.similarity(candidate.search_key, asked_key)
                 + CASE WHEN candidate.birth_date = asked_birth THEN 0.5
                        WHEN abs(candidate.birth_date - asked_birth) > 400 THEN -0.6 ELSE 0 END
            FROM public.people_child candidate
           WHERE asked_key <> '' AND candidate.search_key OPERATOR(public.%) asked_key
      ) found
      JOIN public.people_child own ON own.id = found.id
     WHERE {words_of(MAY)} && ARRAY['{Permission.CHILD_LOOK_UP}'] AND found.score >= 0.4
       AND {clear("own")}
     ORDER BY found.score DESC, own.id
     LIMIT {2 * MOST_KNOWN}
      ) told
      {STANDING}
      JOIN public.people_child child ON child.id = CASE WHEN told.seen AND NOT {TOP_SEEN} THEN told.id ELSE top.id END
     WHERE {clear("child")}
     GROUP BY child.id
     ORDER BY score DESC, child.id
     LIMIT {MOST_KNOWN}
    """,
)

# Read once for a search, and planned with their values.
KEPT = {setting(Permission.READ_D2, scope): f"of_{scope.lower()}" for scope in Scope} | {
    UNITS: "units",
    WIDENED: "wide",
}
KEPT_SEEN = predicate("child", Child.ACCESS, Permission.READ_D2, Told(KEPT.__getitem__, "asker"))
ORDER = "score DESC, lower(child.name), child.id"

# Whoever has every word of the name comes first, found by whole words; that is fast, and mostly enough. Only while
# there is room are others looked for whose name is written a little otherwise, by threes of letters: that is slow where
# many have such a name, and a common name has many who bear it exactly.
FIND_BY_NAME = Definer(
    name="people_find_by_name",
    takes="asked_key text, most integer",
    gives="TABLE (id uuid, score real)",
    settings="SET pg_trgm.word_similarity_threshold = 0.6 SET plan_cache_mode = force_custom_plan",
    language="plpgsql",
    body=f"""
    #variable_conflict use_column
    DECLARE
        asker uuid := {user_of(USER)};
        {" ".join(f"{kept} uuid[] := {ids_of(name)};" for name, kept in KEPT.items())}
        words text[] := string_to_array(asked_key, ' ');
        found integer;
    BEGIN
        IF coalesce(asked_key, '') = '' THEN
            RETURN;
        END IF;
        RETURN QUERY
        SELECT child.id, public.word_similarity(asked_key, child.search_key) AS score
          FROM public.people_child child
         WHERE string_to_array(child.search_key, ' ') @> words AND {KEPT_SEEN}
         ORDER BY {ORDER} LIMIT most;
        GET DIAGNOSTICS found = ROW_COUNT;
        IF found >= most THEN
            RETURN;
        END IF;
        RETURN QUERY
        SELECT child.id, public.word_similarity(asked_key, child.search_key) AS score
          FROM public.people_child child
         WHERE asked_key OPERATOR(public.<%) child.search_key
           AND NOT (string_to_array(child.search_key, ' ') @> words) AND {KEPT_SEEN}
         ORDER BY {ORDER} LIMIT most - found;
    END
    """,
)

# Records of one child, through the pointers of all: told to whoever sees the record that she asks about, and of the
# others only those that she sees.
SAME = Definer(
    name="people_same",
    takes="asked_ids uuid[]",
    gives="TABLE (asked uuid, id uuid, stands boolean)",
    body=f"""
    WITH RECURSIVE up AS (
        SELECT own.id AS asked, own.id, own.merged_into_id
          FROM public.people_child own WHERE own.id = ANY(asked_ids) AND {OWN_SEEN}
        UNION ALL
        SELECT up.asked, next.id, next.merged_into_id
          FROM up JOIN public.people_child next ON next.id = up.merged_into_id
    ), down AS (
        SELECT up.asked, up.id, true AS stands FROM up WHERE up.merged_into_id IS NULL
        UNION ALL
        SELECT down.asked, next.id, false FROM down JOIN public.people_child next ON next.merged_into_id = down.id
    )
    SELECT down.asked, down.id, down.stands
      FROM down JOIN public.people_child child ON child.id = down.id
     WHERE {SEEN} ORDER BY down.asked, NOT down.stands, down.id
    """,
)
