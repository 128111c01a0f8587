import pytest
from hypothesis import given
from strategies import notes

from core.parse.blocks import parse_blocks
from core.parse.frontmatter import parse_frontmatter
from core.parse.links import Link, parse_links, parse_targets


def links(text: str) -> tuple[Link, ...]:
    data = text.encode("utf-8", "surrogateescape")
    return parse_links(data, parse_blocks(data, parse_frontmatter(data).body))


@pytest.mark.parametrize(
    ("text", "target", "heading", "alias", "embed"),
    [
        ("[[Ana Ruiz]]", "Ana Ruiz", None, None, False),
        ("- [[Ab]]", "Ab", None, None, False),
        ("![[plan.png]]", "plan.png", None, None, True),
        ("[[a/b.md|b]]", "a/b.md", None, "b", False),
        ("[[a#H#I|b|c]]", "a", "H#I", "b|c", False),
        ("[[a#^block]]", "a", "^block", None, False),
        ("[[#H]]", "", "H", None, False),
        ("[[ a # b | c ]]", "a", "b", "c", False),
        ("| [[a\\|b]] |", "a", None, "b", False),
        ("[[]]", "", None, None, False),
        ("[[[a]]]", "a", None, None, False),
        ("[[Café ☃]]", "Café ☃", None, None, False),
        ("[[a\udcff]]", "a\udcff", None, None, False),
    ],
)
def test_a_wikilink_and_its_parts(
    text: str, target: str, heading: str | None, alias: str | None, *, embed: bool
) -> None:
    [link] = links(text)
    found = (link.kind, link.target, link.heading, link.alias, link.embed)
    assert found == ("wiki", target, heading, alias, embed)


@pytest.mark.parametrize(
    ("text", "target", "heading", "alias", "embed"),
    [
        ("[t](a.md)", "a.md", None, "t", False),
        ("[t](a%20b.md#My%20H)", "a b.md", "My H", "t", False),
        ("![i](<a b.png>)", "a b.png", None, "i", True),
        ('[u](http://x.invalid/(z)?q "tt")', "http://x.invalid/(z)?q", None, "u", False),
        ("[u]( a 'tt' )", "a", None, "u", False),
        ("[u](a (tt))", "a", None, "u", False),
        ("[a [b] c](d)", "d", None, "a [b] c", False),
        (r"[a \] c](d)", "d", None, r"a \] c", False),
        ("[]()", "", None, "", False),
        ("[a](%FF)", "\udcff", None, "a", False),
    ],
)  # fmt: skip
def test_a_markdown_link_and_its_parts(
    text: str, target: str, heading: str | None, alias: str, *, embed: bool
) -> None:
    [link] = links(text)
    found = (link.kind, link.target, link.heading, link.alias, link.embed)
    assert found == ("markdown", target, heading, alias, embed)


def test_an_image_can_stand_in_a_link() -> None:
    assert [link.target for link in links("[![alt](i.png)](n.md)")] == ["n.md", "i.png"]


def test_links_know_where_they_and_their_targets_stand() -> None:
    text = "é ![[ a b#c|d]] [x]( <e f> )"
    data = text.encode()
    spans = [(link.span.of(data), link.target_span.of(data)) for link in links(text)]
    assert spans == [(b"![[ a b#c|d]]", b"a b"), (b"[x]( <e f> )", b"e f")]


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "[[a\n]]",
        "[[a[b]]",
        "[a](b c)",
        "[a](b\n)",
        "](b)",
        "[a] (b)",
        r"\[[a]]",
        r"\[a](b)",
        r"[a\](b)",
        "`[[a]]`",
        "``[[a]] ` [b](c)``",
        "a `b\n[[c]]` d",
        "```\n[[a]]\n```",
        "%%[[a]]%%",
        "<!-- [a](b) -->",
        "$$[[a]]$$",
        "    [[a]]",
        "---\nx: '[[a]]'\n---\n",
    ],
)
def test_what_is_no_link(text: str) -> None:
    assert links(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "`\n\n[[a]] `",
        "` [[a]]",
        "`x` [[a]] `y`",
        "- `\n- [[a]] `",
        "```\n`\n```\n[[a]] `",
        "a ` b %%x%% [[a]] c",
        "\\` [[a]] `",
    ],
)
def test_a_tick_hides_nothing_beyond_its_own_code(text: str) -> None:
    assert [link.target for link in links(text)] == ["a"]


@given(notes())
def test_what_links_name_is_what_they_name(data: bytes) -> None:
    blocks = parse_blocks(data, parse_frontmatter(data).body)
    assert parse_targets(data, blocks) == [
        (link.span.start, link.target, link.kind == "markdown", link.embed)
        for link in parse_links(data, blocks)
    ]


@given(notes())
def test_any_bytes_have_links_in_order_and_where_they_say(data: bytes) -> None:
    blocks = parse_blocks(data, 0)
    found = parse_links(data, blocks)
    assert list(found) == sorted(found, key=lambda link: link.span)
    for link in found:
        assert not blocks.is_opaque(link.span.start)
        assert link.span.start < link.target_span.start <= link.target_span.end < link.span.end
        assert link.span.of(data).startswith((b"[", b"!["))
        assert b"\n" not in link.span.of(data)


@pytest.mark.parametrize(
    "unit",
    ["[[", "[[a ", "[", "[a](", '[a](x "', "[a](   ", "[[a]] ", "`[[a]]` ``", "](x)", "![", "[a](x \"'("],
)  # fmt: skip
def test_a_large_hostile_note_is_read_in_one_pass(unit: str) -> None:
    # A search that began again at each bracket would not come back from this.
    data = unit.encode() * (400_000 // len(unit))
    assert parse_links(data, parse_blocks(data, 0)) is not None


def test_links_in_links_do_not_multiply() -> None:
    data = b"[" * 100_000 + b"](x)" * 100_000
    assert len(parse_links(data, parse_blocks(data, 0))) == 32


def test_comments_that_cut_up_a_paragraph_do_not_have_it_searched_again() -> None:
    data = b"\\`[[a]]%%b%% " * 20_000
    assert len(parse_links(data, parse_blocks(data, 0))) == 20_000
