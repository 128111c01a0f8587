"""The invented vault: the same bytes for the same question, and everything odd in it."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import frontmatter
import pytest
import yaml

from core.demo import DEFAULT_TODAY, names, write_demo
from core.demo.__main__ import main
from core.demo.stories import stories
from core.errors import WinnowError

Files = dict[str, bytes]


def files_of(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def vault(folder: Path, **options: object) -> Files:
    write_demo(str(folder), **{"today": DEFAULT_TODAY, **options})  # type: ignore[arg-type]  # a test's shorthand
    return files_of(folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return vault(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return vault(tmp_path_factory.mktemp("larger"), notes=2000, seed=3)


def notes_of(files: Files) -> Files:
    return {p: d for p, d in files.items() if p.endswith(".md") and not p.startswith(".")}


OUT_OF_SCOPE = re.compile(
    r"(?:.*/)?_archive/|Sources/|Workflow/|Inbox/_bins/|Outbox/|DRAFT/|TASKS\.md|AGENTS\.md"
    r"|Tasks Plugin - |Work/Travel/Old trips/"
)
PROPOSED = re.compile(rb"^[> \t]*(?:[-*+]|[0-9]+\.) \[(?:\?| \?|\? )\] (.+)", re.M)


def in_scope(files: Files) -> Files:
    return {p: d for p, d in notes_of(files).items() if not OUT_OF_SCOPE.match(p)}


def proposals(files: Files) -> list[str]:
    return [text.decode() for d in in_scope(files).values() for text in PROPOSED.findall(d)]


def test_the_bytes_are_a_function_of_notes_seed_and_today(tmp_path: Path, small: Files) -> None:
    assert vault(tmp_path / "again") == small


def test_the_bytes_do_not_depend_on_the_number_of_jobs(tmp_path: Path, larger: Files) -> None:
    assert vault(tmp_path / "jobs", notes=2000, seed=3, jobs=2) == larger


def test_another_seed_tells_of_other_people(tmp_path: Path, small: Files) -> None:
    other = vault(tmp_path / "other", seed=2)
    assert other["TASKS_INBOX.md"] != small["TASKS_INBOX.md"]
    assert {p for p in other if "/People/" in p} != {p for p in small if "/People/" in p}


def test_another_today_moves_the_dates(tmp_path: Path) -> None:
    files = vault(tmp_path, today=date(2027, 5, 4))
    assert b"2027-05" in files["TASKS_INBOX.md"]
    assert b"2026-0" not in files["TASKS_INBOX.md"]


@pytest.mark.parametrize("notes", [120, 137, 1000])
def test_the_vault_has_exactly_as_many_notes_as_asked_for(tmp_path: Path, notes: int) -> None:
    assert len(notes_of(vault(tmp_path, notes=notes))) == notes


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    with pytest.raises(WinnowError, match="is not empty"):
        write_demo(str(tmp_path), today=DEFAULT_TODAY)
    assert files_of(tmp_path) == {"mine.md": b"mine"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(WinnowError, match="cannot make a vault here"):
        write_demo(str(tmp_path / "file"), today=DEFAULT_TODAY)


def test_too_few_notes_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(WinnowError, match="at least"):
        write_demo(str(tmp_path / "new"), notes=5, today=DEFAULT_TODAY)
    assert not (tmp_path / "new").exists()


def test_the_command_says_no_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.md").write_text("mine")
    monkeypatch.setattr("sys.argv", ["core.demo", str(tmp_path)])
    assert main() == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_writes_the_default_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Files
) -> None:
    monkeypatch.setattr("sys.argv", ["core.demo", str(tmp_path / "vault")])
    assert main() == 0
    assert files_of(tmp_path / "vault") == small


def test_a_newcomer_sees_between_150_and_250_proposals_most_of_them_readable(small: Files) -> None:
    found = proposals(small)
    assert 150 <= len(found) <= 250
    words = [len(re.split(r" (?:@|📅|[⏫🔼🔽🔁🏁]|#task)", text)[0].split()) for text in found]
    assert sum(14 <= n <= 36 for n in words) > 0.9 * len(words)


def test_proposals_are_overdue_due_today_due_soon_and_without_a_date(small: Files) -> None:
    found = proposals(small)
    dues = [m[1] for text in found if (m := re.search(r"📅 ([0-9]{4}-[0-9]{2}-[0-9]{2})", text))]
    today = DEFAULT_TODAY.isoformat()
    assert sum(due < today for due in dues) > 20
    assert dues.count(today) >= 3
    assert sum(today < due < "2026-02-10" for due in dues) > 20
    assert len(found) - len(dues) > 20


def test_half_of_the_proposals_are_mine_and_some_are_nobodys(small: Files) -> None:
    found = proposals(small)
    mine = sum("@Myself" in text for text in found)
    assert 0.3 < mine / len(found) < 0.6
    assert sum("@TBD" in text for text in found) > 5


def test_a_larger_vault_keeps_the_measured_proportions(larger: Files) -> None:
    notes = notes_of(larger)
    marks = [m for d in notes.values() for m in re.findall(rb"(?m)^[> ]*- \[(.)\] ", d)]
    assert 1.3 < len(marks) / len(notes) < 1.7
    assert 0.37 < marks.count(b"?") / len(marks) < 0.45
    entities = [p for p in notes if p.startswith("Work/") and p.endswith("/README.md")]
    live = [p for p in entities if "_archive" not in p]
    assert 0.07 < len(live) / len(notes) < 0.09


def test_no_file_name_is_longer_than_255_bytes(small: Files, larger: Files) -> None:
    parts = {part for path in [*small, *larger] for part in path.split("/")}
    assert max(len(part.encode()) for part in parts) <= 255


def test_no_two_files_differ_by_case_alone(larger: Files) -> None:
    assert len({path.casefold() for path in larger}) == len(larger)


def test_frontmatter_of_a_dump_parses_and_keeps_dates_as_strings(small: Files) -> None:
    dumped = {
        path: data
        for path, data in notes_of(small).items()
        if re.match(rb"---\ntype: [a-z]+\n(?:.*\n)*?date: '", data) and b"{ {" not in data
    }
    assert len(dumped) > 20
    for path, data in dumped.items():
        note = frontmatter.loads(data.decode())
        assert isinstance(note["date"], str), path
        assert note["type"], path


def test_every_source_of_a_note_exists_below_another_machine_path(small: Files) -> None:
    refs = [
        m[1].decode()
        for data in notes_of(small).values()
        if (m := re.search(rb'(?m)^source_ref: "?(/[^"\n]*?)"?\r?$', data))
    ]
    assert len(refs) > 20
    assert all(ref.partition("/Notes/")[2] in small for ref in refs)
    assert len(set(refs)) < len(refs), "several notes from one source"


def test_every_draft_answers_a_mail_that_waits(small: Files) -> None:
    drafts = [data for path, data in small.items() if path.startswith("Inbox/_drafts/")]
    assert len(drafts) == 2
    for data in drafts:
        assert frontmatter.loads(data.decode())["source_file"] in small


def test_transcripts_support_some_proposals_and_not_others(small: Files) -> None:
    talk = b"".join(d for p, d in small.items() if p.startswith("Sources/")).decode()
    sentences = [a.evidence for s in stories() for a in s.actions if "{" not in a.evidence]
    said = [sentence for sentence in sentences if sentence and sentence in talk]
    assert said
    assert [a for s in stories() for a in s.actions if not a.evidence]


def test_names_do_not_run_out_early() -> None:
    assert len({names.person(i) for i in range(50_000)}) == 50_000
    assert len({names.company(i) for i in range(20_000)}) == 20_000
    assert len({names.project(i) for i in range(2_000)}) == 2_000


def has(pattern: str) -> Callable[[Files], bool]:
    """In some live note in scope."""
    compiled = re.compile(pattern.encode(), re.M)
    return lambda files: any(compiled.search(data) for data in in_scope(files).values())


def at(path: str, pattern: str = "") -> Callable[[Files], bool]:
    """Some file whose path matches has the pattern."""
    where, what = re.compile(path), re.compile(pattern.encode(), re.M | re.S)
    return lambda files: any(where.search(p) and what.search(d) for p, d in files.items())


def statuses(path: str) -> Callable[[Files], dict[str, tuple[str, str]]]:
    def read(files: Files) -> dict[str, tuple[str, str]]:
        settings = json.loads(files[f"{path}.obsidian/plugins/obsidian-tasks-plugin/data.json"])
        both = settings["statusSettings"]
        rows = both["coreStatuses"] + both["customStatuses"]
        return {row["symbol"]: (row["nextStatusSymbol"], row["type"]) for row in rows}

    return read


def invalid_yaml(files: Files) -> bool:
    for data in files.values():
        if data.startswith(b"---\n") and b"{ {" in data:
            with pytest.raises(yaml.YAMLError):
                frontmatter.loads(data.decode())
            return True
    return False


ROOT = {
    " ": ("/", "TODO"),
    "x": ("?", "DONE"),
    "/": ("x", "IN_PROGRESS"),
    "?": (" ", "TODO"),
    "R": ("?", "CANCELLED"),
}


@pytest.mark.parametrize(
    ("oddity", "present"),
    [
        ("generation A page", has(r"^auto_created: true\ntags:\n- type/\w+\n- needs-review")),
        ("generation A wikilinks", has(r"^## Related\n\n- \[\[")),
        ("generation A dataview", has(r"^```dataview\nTASK\nFROM \"\"\nWHERE !completed")),
        ("generation B query", has(r"^```tasks\npath includes .+\nnot done\n```")),
        ("dialect P", has(r"^date: '2025-")),
        ("dialect J", has(r"^participants: \[\"Robin(?:.*\n)*?\n---\n")),
        ("dialect T", has(r"^participants: \[\{ \{ PARTICIPANTS \} \}\]$")),
        ("dialect T is not YAML", invalid_yaml),
        ("dialect H", has(r"^tags:\n  - \"type/\w+\"\n(?:  - .*\n)+---\n")),
        ("[?]", has(r"^- \[\?\] .*#task #proposed #auto$")),
        ("one file with [ ?]", lambda f: sum(b"- [ ?] " in d for d in f.values()) == 1),
        ("one line with [? ]", lambda f: sum(d.count(b"- [? ] ") for d in f.values()) == 1),
        ("two marks", has(r"^- \[/\] \[\?\] ")),
        ("no bullet", has(r"^ \[\?\] ")),
        ("heading as a task", has(r"^- \[R\] ## ")),
        ("false friend", has(r"^- \[\[Ab\]\]$")),
        ("page with aliases", at(r"/People/.*README\.md", r"^aliases:\n- ")),
        ("cut title", at(r"_archive/.*/\d{4}-\d\d-\d\d - .{78,80}\.md$")),
        ("curly quotes in a name", at(r"“.*’s.*\.md$")),
        ("transcript", at(r"^Sources/Transcripts/2025/", r"^```text\n\[00:03\] ")),
        ("e-mail with bare CR", at(r"^Sources/Email/2025/", r"\A# [^\n]*\r\r- Exported: [^\n]*\Z")),
        ("e-mail waiting", at(r"^Inbox/Email/", r"\r## .* — .* <.*@.*\.example>\r")),
        ("transcript waiting", at(r"^Inbox/Transcripts/", r"^## Transcript")),
        ("voice note", at(r"^Inbox/.*Voice note\.md$")),
        ("attachment", at(r"^Inbox/.*\.png$")),
        ("draft", at(r"^Inbox/_drafts/replies/.*_Reply-To_", r"^status: pending")),
        ("unfinished draft", at(r"^Inbox/_drafts/replies/", r"\[TODO")),
        ("capture file", at(r"^TASKS_INBOX\.md$", r"^## Inbox\n- \[\?\] ")),
        ("mine without a name there", lambda f: b"@Myself" not in f["TASKS_INBOX.md"]),
        ("backlog sub-tasks", at(r"^TASKS_BACKLOG\.md$", r"^  - \[\?\] ")),
        ("several owners", at(r"^TASKS_BACKLOG\.md$", r"@\w+ \w+ @\w+ \w+ @Myself")),
        ("priority after tags", at(r"^TASKS_BACKLOG\.md$", r"#triage #\w+ (?:⏫|🔼|🔽)$")),
        ("dashboard", lambda f: b"```tasks" in f["TASKS.md"] and b"- [" not in f["TASKS.md"]),
        ("sample file", at(r"^Tasks Plugin - Review .*\.md$", r"^- \[R\] Sample")),
        ("AGENTS.md", at(r"^AGENTS\.md$", r"```markdown\n- \[\?\]")),
        ("archived tree", at(r"^Work/_archive/.*/README\.md$", r"^auto_created: true")),
        ("fenced sample tasks", at(r"^Workflow/", r"^```markdown\n- \[\?\] ")),
        ("DRAFT with children", at(r"^DRAFT/", r"^- \[\?\] [^\n]*\n  - why")),
        ("Outbox", at(r"^Outbox/")),
        ("trash", at(r"^\.trash/.*\.md$", r"^- \[\?\] ")),
        ("statuses of the vault", lambda f: statuses("")(f) == ROOT),
        ("statuses inside", lambda f: statuses("Personal/")(f)["-"][1] == "CANCELLED"),
        ("no proposed status inside", lambda f: "?" not in statuses("Personal/")(f)),
        ("ignored folder", lambda f: bool(json.loads(f[".obsidian/app.json"])["userIgnoreFilters"])),
        ("note in the ignored folder", at(r"^Work/Travel/Old trips/", r"^- \[\?\]")),
        ("table", has(r"^\| \*\*Status\*\* \|")),
        ("callout", has(r"^> \[!warning\]")),
        ("embed", has(r"^!\[\[")),
        ("CRLF", has(r"\A---\r\n(?:.*\r\n){20}")),
        ("byte order mark", has("\\A\ufeff")),
        ("0 bytes", lambda f: any(p.endswith(".md") and not d for p, d in f.items())),
        ("line of 47 kB", lambda f: max(len(r) for d in f.values() for r in d.split(b"\n")) > 46000),
        ("double frontmatter", has(r"\A---\n(?:.+\n)+---\n---\n(?:.+\n)+---\n")),
        ("status: ''", has(r"^status: ''$")),
        ("nested bullets", has(r"^    - \[\?\] .*\n        - \[ \] ")),
        ("numbered and quoted tasks", has(r"^1\. \[\?\] .*\n> - \[\?\] ")),
        ("task in a fence", has(r"^```markdown\n- \[\?\] ")),
        ("task in comments", has(r"^%%\n- \[\?\] (?:.*\n)*?%%\n\n<!-- - \[\?\]")),
        ("recurring", has(r"🔁 every week")),
        ("on completion", has(r"🏁 delete")),
        ("block link", has(r" \^jetty-depth$")),
        ("hostile markup", has(r"\[/\] about \[@click=app\.quit\]")),
        ("escape codes", has("\x1b\\[31m")),
        ("bidi codes", has("\u202e")),
        ("zero-width joiner in a name", at("\u200d.*\\.md$")),
        ("colon in a name", at(r": [^/]*\.md$")),
        ("space before .md", at(r" \.md$")),
        ("comma folder with a dot", at(r", Inc\./README\.md$")),
        ("en dash", at("/Anneli Reed–Tarn/")),
        ("its hyphen twin", at("/Anneli Reed-Tarn/")),
        ("é", at("/Zoé ")),
        ("first name only", lambda f: any(re.search(r"/People/[A-Z]\w+/README", p) for p in f)),
        ("placeholder page", at(r"/People/Speaker 3/")),
        ("sounds alike", lambda f: {"Jonas Fairbrook", "Jonah Fairbrooke"} <= set("/".join(f).split("/"))),
        ("legal name", at(r"/Customers and Partners/[^/]+ Company Limited/README")),
        ("forum", at(r"^Work/ROB/[^/]+/2025-", r"^rob_forum: ")),
        ("travel", at(r"^Work/Travel/", r"^- \[\?\]")),
        ("archived person", at(r"^Work/_archive/.*/People/[^/]+/README")),
        ("owner in parentheses", has(r"@\w+ \w+ \([^)\n]*, [^)\n]*@[^)\n]*\)")),
        ("due TBD", has(r"📅 TBD")),
        ("impossible date", has(r"📅 2026-02-30")),
        ("link glued to a date", has(r"📅 2026-01-09\[\]\(")),
        ("no-break space before a date", has("📅\u00a02026-01-12")),
        ("text after a date", has(r"📅 2026-01-10 and ask")),
        ("[ ] with #proposed", has(r"^- \[ \] .* #proposed$")),
        ("the same line twice", has(r"^(- \[\?\] .*)\n\n\1$")),
        ("near misses by number", lambda f: has("TARN-2207")(f) and has("TARN-2270")(f)),
        ("unclosed account link", at(r"_archive/", r"\*\*Account\*\*: \[\[\]\]")),
        ("no final newline", lambda f: any(d and d[-1:] != b"\n" for d in in_scope(f).values())),
    ],
)  # fmt: skip
def test_the_small_vault_has(oddity: str, present: Callable[[Files], bool], small: Files) -> None:
    assert present(small), oddity
