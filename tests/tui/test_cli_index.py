"""`winnow index`, and filters that look in bodies."""

import shutil
from pathlib import Path

from command_line import SYNC, Winnow, winnow

__all__ = ["winnow"]


def cache_of(winnow: Winnow) -> Path:
    [folder] = (winnow.state.parent / "cache").iterdir()
    return folder


def indexed(winnow: Winnow) -> None:
    winnow.write(
        {
            "Work/People/Ada Quill/README.md": "---\naliases: [Addie]\n---\n# Ada Quill\n",
            "Other.md": "- [?] Call them\nAddie said: pilot review on Monday.\n",
        }
    )


def place(winnow: Winnow) -> tuple[str, str]:
    return ("--cache", str(winnow.state.parent / "cache"))


def test_the_index_is_brought_up_to_date_and_counted(winnow: Winnow) -> None:
    indexed(winnow)
    done = winnow("index", "--json", *place(winnow))
    assert (done.code, done.err) == (0, "")
    figures = done.json
    assert figures.pop("path").endswith("/index.sqlite")
    assert figures.pop("bytes") > 0
    assert figures.pop("words_bytes") > 0
    assert figures == {
        "notes": 4,
        "tasks": 5,
        "links": 0,
        "names": 0,
        "words": 4,
        "spellings": 2,
        "mentions": 2,
        "problems": [],
    }
    done = winnow("index", *place(winnow))
    assert (done.code, done.out) == (0, "4 notes and 5 tasks are indexed\n")
    done = winnow("index", "--stats", *place(winnow))
    assert "lines that mention somebody" in done.out


def test_rebuilt_it_says_the_same(winnow: Winnow) -> None:
    indexed(winnow)
    first = winnow("index", "--json", *place(winnow)).json
    (cache_of(winnow) / "words.sqlite").write_bytes(b"rubbish" * 1000)
    again = winnow("index", "--rebuild", "--json", *place(winnow)).json
    assert {**first, "bytes": 0, "words_bytes": 0} == {**again, "bytes": 0, "words_bytes": 0}


def test_tasks_are_found_by_the_words_of_their_notes(winnow: Winnow) -> None:
    indexed(winnow)
    for words in ("pilot", "mond", '"pilot review"'):
        rows = winnow("list", "tasks", f"text:{words}", "--json", *place(winnow)).json
        assert [row["text"] for row in rows] == ["Call them"]
    rows = winnow("list", "tasks", "-text:pilot", "--json", *place(winnow)).json
    assert [row["path"] for row in rows] == [SYNC, SYNC]
    winnow.write({"Other.md": "- [?] Call them\nAnother matter.\n"})
    assert winnow("list", "tasks", "text:pilot", "--json", *place(winnow)).json == []
    done = winnow("do", "reject", "--filter", "text:matter", "--dry-run", *place(winnow))
    assert "+- [R] Call them" in done.out


def test_where_there_is_no_room_for_words_that_is_said(winnow: Winnow) -> None:
    indexed(winnow)
    winnow("index", *place(winnow))
    words = cache_of(winnow) / "words.sqlite"
    words.unlink()
    for more in cache_of(winnow).glob("words.sqlite-*"):
        more.unlink()
    words.mkdir()
    done = winnow("list", "tasks", "text:pilot", *place(winnow))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("winnow: the words of notes are not indexed: ")
    done = winnow("index", *place(winnow))
    assert done.code == 1
    assert "not indexed" in done.err
    assert winnow("list", "tasks", *place(winnow)).code == 0
    shutil.rmtree(cache_of(winnow))


def test_entities_have_their_mentions(winnow: Winnow) -> None:
    indexed(winnow)
    assert winnow("list", "entities", "--json", *place(winnow)).json[0]["mentions"] is None
    winnow("index", *place(winnow))
    assert winnow("list", "entities", "--json", *place(winnow)).json[0]["mentions"] == 2
