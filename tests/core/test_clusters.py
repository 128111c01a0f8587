"""Proposals that say the same: which are one, what they disagree about, and that it is kept up."""

from collections.abc import Iterable
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.fuzz import token_set_ratio
from rows import note_row, task_row

from core.alike import differ, said
from core.clusters.cluster import Cluster
from core.clusters.clusters import Clusters
from core.clusters.differences import differing
from core.clusters.likeness import Likeness, digest_of
from core.clusters.ties import APART, TOGETHER, key, value
from core.config import Config
from core.desk import Desk
from core.index.rows import NoteRow, TaskId, TaskRow
from core.index.snapshot import NoteRows, Snapshot
from core.path import NotePath
from core.query import parse_query
from core.subjects import apart
from core.tasks import Rows

DECK = "Send the revised price list to Ada Quill before the harbour meeting"
LONGER = "Send the revised price list to Ada Quill before the harbour meeting, with a short letter"
OTHER = "Order twelve mounting brackets for the upper weir and have them delivered"


class Office:
    """A vault of rows, and its clusters."""

    def __init__(self, **config: Any) -> None:  # noqa: ANN401 - settings
        self.snapshot = Snapshot()
        self.config = Config(**config)
        self.pairs: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        self.clusters = self.again()

    def again(self) -> Clusters:
        """As another start of the program has them."""
        desk = cast("Desk", self)
        return Clusters(desk, lambda _: dict(self.pairs), lambda name: self.kept.get(name, ""))

    def write(self, path: str, *tasks: str | TaskRow, **note: Any) -> tuple[TaskId, ...]:  # noqa: ANN401 - fields
        row = note_row(path, **note)
        made = tuple(self._made(row, at, task) for at, task in enumerate(tasks))
        self.snapshot = self.snapshot.folded([NoteRows(row, made)])
        return tuple(one.id for one in made)

    def _made(self, note: NoteRow, line: int, task: str | TaskRow) -> TaskRow:
        row = task if isinstance(task, TaskRow) else task_row(text=task)
        return row._replace(note=note, line=line, id=TaskId(f"{note.path}{line}".encode().hex()))

    def remove(self, path: str) -> None:
        self.snapshot = self.snapshot.folded([], [NotePath(path)])

    def rows(self, ids: Iterable[TaskId] | None = None) -> Rows:
        tasks = self.snapshot.tasks
        found = tuple(sorted(tasks)) if ids is None else tuple(ids)
        return Rows(self.snapshot.revision, parse_query(""), found, tasks, len(tasks), {})

    def of(self, id: TaskId) -> Cluster:
        cluster = self.clusters.of(id)
        assert cluster is not None
        return cluster


def groups(clusters: Clusters, snapshot: Snapshot) -> set[tuple[tuple[TaskId, ...], object]]:
    clusters.look()
    found = (clusters.cluster_of(id) for id in snapshot.tasks)
    return {(one.members, one) for one in found if one is not None}


def test_copies_in_several_notes_are_one_cluster_in_the_order_of_dates() -> None:
    office = Office()
    [late] = office.write("b.md", LONGER, date="2026-01-04")
    [early] = office.write("z.md", DECK, date="2026-01-02")
    [captured] = office.write("TASKS_INBOX.md", DECK + ".", date=None)
    [alone] = office.write("c.md", OTHER)
    cluster = office.of(late)
    assert cluster.members == (early, late, captured)
    assert cluster.id == f"c{early}"
    assert (cluster.size, cluster.files, cluster.maybe) == (3, 3, ())
    assert office.clusters.of(alone) is None
    assert office.clusters.find(cluster.id) == cluster
    assert office.clusters.find(f"c{alone}") is None
    assert (office.clusters.size(early), office.clusters.size(alone)) == (3, 1)
    assert (office.clusters.name(early), office.clusters.name(alone)) == (cluster.id, "")


def test_only_proposals_are_members() -> None:
    office = Office()
    [one] = office.write("a.md", DECK)
    office.write("b.md", task_row(text=DECK, proposed=False, mark=" "))
    assert office.clusters.of(one) is None


def test_other_ticket_numbers_make_other_tasks_and_a_not_is_shown() -> None:
    office = Office()
    [one] = office.write("a.md", "Reproduce the fault of ticket TARN-1234 on the bench gauge")
    [two] = office.write("b.md", "Reproduce the fault of ticket TARN-1235 on the bench gauge")
    [here] = office.write("c.md", "Send the old price list to the harbour office this month")
    [there] = office.write(
        "d.md", "Do not send the old price list to the harbour office this month"
    )
    assert office.clusters.of(one) is None
    assert office.clusters.of(two) is None
    assert office.of(here).members == (here, there)
    assert office.of(here).negated
    assert not office.of(here).clean


def test_what_names_somebody_else_may_be_the_same_and_is_not_decided_with_it() -> None:
    office = Office()
    text = "Call both references of the first candidate for the {} Harbour job and write down the answers"
    [one] = office.write("a.md", text.format("Nettlelock"))
    [two] = office.write("b.md", text.format("Ploverstead"))
    assert office.of(one).members == (one,)
    assert office.of(one).maybe == (two,)
    assert office.clusters.all(office.rows()) == ()
    assert office.clusters.size(one) == 1


def test_fields_that_disagree_are_conflicts_and_those_that_are_absent_are_not() -> None:
    office = Office()
    base = task_row(text=DECK)
    a = office.write("a.md", base._replace(owners=("Myself",), due="2026-01-09", priority="high"))
    b = office.write("b.md", base._replace(owners=("TBD",), mine=False, due=None, priority="low"))
    c = office.write("c.md", base._replace(owners=(), mine=True, due="2026-01-09", priority="low"))
    cluster = office.of(a[0])
    assert cluster.conflict_fields == ("priority",)
    assert [(one.text, one.members) for one in cluster.choices["priority"]] == [
        ("low", b + c),
        ("high", a),
    ]
    assert [one.text for one in cluster.choices["owner"]] == ["Myself"]
    office.write("d.md", base._replace(owners=("Ada Quill",), mine=False, due="2026-01-10"))
    assert office.of(a[0]).conflict_fields == ("owner", "due", "priority")


def test_the_best_line_has_most_fields_then_is_the_newest_then_at_home() -> None:
    office = Office()
    bare = task_row(text=DECK, owners=(), mine=False)
    [few] = office.write("a.md", bare, date="2026-01-04", entity="Ada Quill")
    [capture] = office.write("c.md", bare._replace(due="2026-01-09"), date=None, entity=None)
    assert office.of(few).best == capture
    [new] = office.write("d.md", bare._replace(due="2026-01-09"), date="2026-01-05", entity="Weir")
    assert office.of(few).best == new
    [home] = office.write(
        "e.md", bare._replace(due="2026-01-09"), date="2026-01-05", entity="Ada Quill"
    )
    assert office.of(few).best == home


def test_a_list_shows_a_cluster_as_one_row_where_its_first_member_stands() -> None:
    office = Office()
    [a] = office.write("a.md", DECK)
    [b] = office.write("b.md", OTHER)
    [c] = office.write("c.md", task_row(text=LONGER, due="2026-01-09"))
    rows = office.rows([b, a, c])
    assert office.clusters.known(rows).rows.ids == (b, a, c)
    folded = office.clusters.folded(rows)
    assert folded.rows.ids == (b, c)
    assert folded.listed == {c: (a, c)}
    assert (folded.size(c), folded.size(b), folded.whole) == (2, 1, 3)
    hidden = office.clusters.known(office.rows([b, a]))
    assert hidden.rows.ids == (b, a)
    assert (hidden.size(a), hidden.listed[a]) == (2, (a,))
    assert office.clusters.all(rows) == (office.of(a),)


def test_what_was_split_stays_apart_and_what_was_joined_goes_together() -> None:
    office = Office()
    [a] = office.write("a.md", DECK)
    [b] = office.write("b.md", LONGER)
    [c] = office.write("c.md", OTHER)
    office.pairs = {key(b, a): APART, key(c, a): TOGETHER}
    assert office.of(a).members == (a, c)
    assert office.clusters.of(b) is None
    [d] = office.write("d.md", DECK + " please")
    assert office.of(d).members == (a, c, d)
    office.pairs = {}
    assert office.of(a).members == (a, b, d)
    assert office.clusters.of(c) is None


def test_another_start_knows_the_texts_and_folds_at_once() -> None:
    office = Office()
    [a] = office.write("a.md", DECK)
    b, _ = office.write("b.md", LONGER, "Do it.")
    office.clusters.look()
    office.clusters.keep(office.kept.__setitem__)
    c, _ = office.write("c.md", DECK + "!", "Do it!")
    before = groups(office.again(), office.snapshot)
    office.kept = dict.fromkeys(office.kept, "[1,")
    assert groups(office.again(), office.snapshot) == before
    assert office.of(c).members == (a, b, c)


def test_what_another_version_kept_is_not_believed() -> None:
    likeness = Likeness(85)
    known = Likeness(85)
    known.take([DECK, LONGER])
    packed = known.packed([DECK, LONGER])
    cut = (packed[:end] for end in range(len(packed) - 1))
    odd = packed.replace("[1,0]", "[1]"), packed.replace("[1,0]", '["1",0]')
    for strange in ("null", "[]", '[1,85,"00",[[0,1,2]]]', "[3,85,3,4]", '{"a":1}', *cut, *odd):
        likeness.recall(strange, [DECK])
    assert len(likeness) == 0
    assert likeness.take([DECK, LONGER])
    assert likeness.like(likeness.number(DECK)) == [likeness.number(LONGER)]
    likeness = Likeness(85)
    likeness.recall(packed, [LONGER, DECK])
    assert likeness.like(likeness.number(DECK)) == [likeness.number(LONGER)] == [0]


def test_looking_can_be_stopped_and_goes_on_later() -> None:
    office = Office()
    [a] = office.write("a.md", DECK)
    office.write("b.md", LONGER)
    assert not office.clusters.look(lambda: True)
    assert office.clusters.cluster_of(a) is None
    assert office.clusters.look()
    assert office.clusters.size(a) == 2


def test_a_change_of_a_field_is_told_without_a_new_group() -> None:
    office = Office()
    [a] = office.write("a.md", DECK)
    office.write("b.md", LONGER)
    revision = (office.clusters.look(), office.clusters.revision)[1]
    assert office.of(a).best == a
    office.write("b.md", task_row(text=LONGER, priority="high"))
    assert office.of(a).best != a
    assert office.clusters.revision > revision


def test_who_was_split_stays_apart_though_both_were_joined_with_a_third() -> None:
    office = Office()
    [a] = office.write("a.md", DECK)
    [b] = office.write("b.md", OTHER)
    [c] = office.write("c.md", "Do the thing with the plan")
    office.pairs = {key(a, b): APART, key(a, c): TOGETHER, key(b, c): TOGETHER}
    assert office.of(a).members == (a, c)
    assert office.clusters.of(b) is None


TEXTS = [
    DECK,
    LONGER,
    OTHER,
    DECK.replace("Ada Quill", "Bo Tarn"),
    "Send Ada Quill the revised price list",
    "Order twelve mounting brackets",
    "Order 12 mounting brackets for the upper weir and have them delivered",
    "Order 14 mounting brackets for the upper weir and have them delivered",
    "Do it",
    "do it!",
    "",
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.lists(st.sampled_from(TEXTS), max_size=3),
        st.sampled_from([None, "2026-01-02", "2026-01-03"]),
    ),
    max_size=8,
)
PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans()), max_size=3)


@settings(max_examples=50, deadline=None)
@given(STEPS, PAIRS)
def test_clusters_kept_up_are_those_made_anew(
    steps: list[tuple[str, list[str], str | None]], pairs: list[tuple[int, int, bool]]
) -> None:
    office = Office()
    for at, (name, texts, date) in enumerate(steps):
        if texts:
            office.write(f"{name}.md", *texts, date=date)
        else:
            office.remove(f"{name}.md")
        ids = sorted(office.snapshot.tasks)
        if ids and at % 2 and pairs:
            one, other, tie = pairs[at % len(pairs)]
            pair = ids[one % len(ids)], ids[other % len(ids)]
            if len(set(pair)) > 1:
                digests = (digest_of(office.snapshot.tasks[id].text) for id in sorted(pair))
                office.pairs[key(*pair)] = value(TOGETHER if tie else APART, *digests)
        assert groups(office.clusters, office.snapshot) == groups(office.again(), office.snapshot)
    _check(office)


def _check(office: Office) -> None:
    """Every task in one cluster at most, each like the first of it or joined with one of it."""
    seen: set[TaskId] = set()
    for members, _ in groups(office.clusters, office.snapshot):
        assert seen.isdisjoint(members)
        seen.update(members)
        for one in members:
            for other in members:
                assert not office.pairs.get(key(one, other), "").startswith(APART)


WORDS = "harbour weir price list bracket letter meeting gauge send order the to of"
SENTENCES = st.lists(
    st.sampled_from(WORDS.split()),
    min_size=1,
    max_size=9,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES, min_size=2, max_size=12, unique=True))
def test_no_pair_that_is_alike_is_missed(texts: list[str]) -> None:
    likeness = Likeness(85)
    likeness.take(texts)
    for one in texts:
        like = likeness.like(likeness.number(one))
        for other in texts:
            if one != other and _shares(one, other):
                assert (likeness.number(other) in like) is _like(one, other)


def _shares(one: str, other: str) -> bool:
    """Whether they share words enough by any way of weighing them."""
    first, second = said(one).words, said(other).words
    small = frozenset(["the", "to", "of"])
    shared = (first & second) - small
    return len(shared) >= 0.9 * min(len(first - small), len(second - small)) > 0


def _like(one: str, other: str) -> bool:
    first, second = said(one), said(other)
    score = token_set_ratio(first.key, second.key)
    return score >= 85 and not differ(first, second) and not apart(one, other)


def test_what_differs_from_the_best_line_is_told_in_characters() -> None:
    found = differing(LONGER.replace("revised", "newest"), DECK)
    shown = [LONGER.replace("revised", "newest")[start:end] for start, end in found]
    assert shown == ["newest", "with a short letter"]
    assert differing(DECK.upper() + "!", DECK) == ()
    assert differing("", DECK) == ()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_ranges_of_differences_are_in_order_and_inside_the_text(text: str, best: str) -> None:
    ends = [0, *(place for pair in differing(text, best) for place in pair), len(text)]
    assert ends == sorted(ends)
    assert differing(text, text) == ()


def test_what_was_split_or_joined_stays_so_where_a_note_moves() -> None:
    office = Office()
    [a] = office.write("a.md", DECK)
    [b] = office.write("b.md", LONGER)
    [c] = office.write("c.md", OTHER)
    texts = {a: DECK, b: LONGER, c: OTHER}
    for one, other, what in ((a, b, APART), (a, c, TOGETHER)):
        digests = (digest_of(texts[TaskId(id)]) for id in key(one, other).split())
        office.pairs[key(one, other)] = value(what, *digests)
    assert office.of(a).members == (a, c)
    office.remove("a.md")
    [moved] = office.write("Deep/a.md", DECK)
    assert set(office.of(moved).members) == {moved, c}
    assert office.clusters.of(b) is None
    assert groups(office.clusters, office.snapshot) == groups(office.again(), office.snapshot)
    [twin] = office.write("e.md", DECK)
    assert office.of(twin).size == 3  # nobody knows which of the two was split
    office.remove("e.md")
    assert office.clusters.of(b) is None
    office.pairs[key(moved, b)] = TOGETHER
    assert set(office.of(moved).members) == {moved, b, c}
