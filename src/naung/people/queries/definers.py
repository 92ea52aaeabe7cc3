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

# For each key at most so many records are read: a key that more bear says little, and must not be scanned whole. A key
# weighs the more the fewer bear it. The planner knows nothing of how often a key is borne, so it is told to use the
# index. The facts of an unseen record go to the one caller that scores them (queries/search.py, ADR 0023). A record
# that lies with nobody was sealed or erased: nobody meets it.
MOST_OF_A_KEY, MOST_KEYS, MOST_CANDIDATES = 200, 60, 60

CANDIDATES = Definer(
    name="people_candidates",
    takes="asked text[], most integer",
    gives="TABLE (id uuid, seen boolean, team_id uuid, facts jsonb)",
    settings="SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan",
    body=f"""
    WITH hit AS MATERIALIZED (
        SELECT met.child_id, 10 - ln(count(*) OVER (PARTITION BY one.key)) AS says
          FROM (SELECT DISTINCT key FROM unnest(asked[1:{MOST_KEYS}]) key WHERE key <> '') one
         CROSS JOIN LATERAL (
              SELECT held.child_id FROM public.people_childkeys held
               WHERE held.keys @> ARRAY[one.key] LIMIT {MOST_OF_A_KEY}
         ) met
         WHERE {words_of(MAY)} && ARRAY['{Permission.CHILD_LOOK_UP}']
    ), likely AS MATERIALIZED (
        SELECT hit.child_id, sum(hit.says) AS says FROM hit GROUP BY hit.child_id
         ORDER BY says DESC, hit.child_id LIMIT 3 * least(greatest(most, 0), {MOST_CANDIDATES})
    ), told AS MATERIALIZED (
        SELECT own.id, own.merged_into_id, likely.says, {OWN_SEEN} AS seen
          FROM likely JOIN public.people_child own ON own.id = likely.child_id
         WHERE {clear("own")} AND coalesce(own.owner_id, own.team_id) IS NOT NULL
    )
    SELECT child.id, {SEEN} AS seen, child.team_id,
           CASE WHEN told.seen THEN held.facts ELSE jsonb_set(held.facts, '{{13}}', '[]') END
      FROM told
      {STANDING}
      JOIN public.people_child child ON child.id = CASE WHEN told.seen AND NOT {TOP_SEEN} THEN told.id ELSE top.id END
      JOIN public.people_childkeys held ON held.child_id = told.id
     WHERE {clear("child")}
     ORDER BY told.says DESC, child.id
     LIMIT least(greatest(most, 0), {MOST_CANDIDATES})
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
