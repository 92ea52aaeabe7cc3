"""Two searches in the owner's name, because row security keeps PostgreSQL from using a trigram index.

Both hold the wall themselves: the policy's own predicate is written into them whenever the walls are.
"""

from naung.access.acting import MAY, UNITS, USER, WIDENED, setting
from naung.access.functions import Definer
from naung.access.policy import Permission, Scope
from naung.access.rls import Told, clear, ids_of, predicate, user_of, words_of
from naung.people.models import Child

SEEN = predicate("child", Child.ACCESS, Permission.READ_D2)

LOOK_UP = Definer(
    name="people_look_up",
    takes="asked_key text, asked_birth date, asked_nik text",
    gives="TABLE (id uuid, score real, seen boolean, team_id uuid)",
    settings="SET pg_trgm.similarity_threshold = 0.45",
    body=f"""
    SELECT child.id, found.score, {SEEN} AS seen, child.team_id
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
      JOIN public.people_child child ON child.id = found.id
     WHERE {words_of(MAY)} && ARRAY['{Permission.CHILD_LOOK_UP}'] AND found.score >= 0.4
       AND {clear("child")}
     ORDER BY found.score DESC, child.id
     LIMIT 8
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
