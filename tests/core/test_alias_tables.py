import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import notes

from core.alias_tables import is_placeholder, read_table

KNOWN = {"Ada Quill", "Bo Lin"}


def table(path: str, text: str) -> dict[str, tuple[str, ...]]:
    read = read_table(path, text.encode(), KNOWN.__contains__)
    assert read.problem == ""
    return dict(read.names)


def test_a_manifest_names_everybody_in_a_row() -> None:
    text = (
        "# People\n\n| **Name** | Role | Aliases | E-mail |\n|---|:-:|---|---|\n"
        "| [[Ada Quill\\|Ada]] | of Ox | Addie; A. Q. | ada@x.example |\n| Bo Lin | - |  | |\n"
        "\n| Place | Aliases |\n|--|--|\n| Harbour | Port |\n"
    )
    assert table("Work/People/_MANIFEST.md", text) == {
        "Ada Quill": ("Addie", "A. Q.", "ada@x.example")
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill: [Addie, A.Q.]\n",
        "Ada Quill:\n- Addie\n- A.Q.\n",
        "people:\n  Ada Quill:\n  - Addie\n  - A.Q.\n",
        "Ada Quill:\n  aliases: [Addie, A.Q.]\n",
        "- name: Ada Quill\n  aliases: [Addie, A.Q.]\n",
        "# ours\n---\n- Ada Quill: [Addie, A.Q.]\n",
        "Addie: Ada Quill\nA.Q.: Ada Quill\n",
        '{"Ada Quill": ["Addie", "A.Q."]}',
        "- name: Ada Quill\n  aliases: Addie, A.Q.\n",
        "Ada Quill: [Addie, {x: y}]\nb: ''\nA.Q.: Ada Quill\n",
        "Ada Quill: [Addie, A.Q., Speaker 1, ada quill, TBD]\n",
    ],
)
def test_yaml_may_say_it_in_many_ways(text: str) -> None:
    assert table("aliases.yaml", text) == {"Ada Quill": ("Addie", "A.Q.")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "cannot be read as YAML"),
        ("only words", "cannot be read as YAML"),
        ("a: *b\n", "cannot be read as YAML"),
        ("x: {y: {z: [a]}}", "names nobody"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(text: str, problem: str) -> None:
    read = read_table("aliases.yaml", text.encode(), KNOWN.__contains__)
    assert (read.names, problem in read.problem) == ({}, True)


@given(notes() | st.binary(max_size=300), st.sampled_from(["a.md", "a.yaml"]))
def test_no_file_breaks_it(data: bytes, path: str) -> None:
    read_table(path, data, KNOWN.__contains__)


@pytest.mark.parametrize("name", ["", "Speaker 1", "speaker_12", "TBD", "Unknown sender", "?", "N/A", "{{x}}", "-"])  # fmt: skip
def test_what_stands_for_no_name(name: str) -> None:
    assert is_placeholder(name)


@pytest.mark.parametrize("name", ["Ada", "Allan", "Speakerman", "Milan (last name unknown)", "Xu"])
def test_what_is_a_name(name: str) -> None:
    assert not is_placeholder(name)
