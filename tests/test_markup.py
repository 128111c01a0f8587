"""No text that may come from a note reaches Textual as a string: it would read it as markup."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TREES = {
    file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8"))
    for file in sorted((ROOT / "tui").rglob("*.py"))
}

# What Textual reads as markup, by the last word of what is called: positions and names of its texts.
WIDGETS = frozenset([
    "Static", "Label", "Button", "Checkbox", "RadioButton", "Collapsible", "Option", "Tab", "TabPane",
    "Link", "Tooltip", "Switch", "Select", "OptionList", "SelectionList", "RadioSet", "Digits",
    "Placeholder", "Rule", "Pretty", "Toast", "Markdown", "MarkdownViewer", "RichLog", "ListItem",
])  # fmt: skip
"""Makes something that shows its texts."""
TELLING = frozenset(
    [
        "update",
        "notify",
        "add_option",
        "add_options",
        "set_options",
        "add_row",
        "add_column",
        "add_tab",
        "write",
    ]
)
"""Methods that do."""
ATTRIBUTES = frozenset(
    ["border_title", "border_subtitle", "tooltip", "label", "prompt", "sub_title", "title"]
)
"""What a widget shows when it is assigned; an app's title is also the terminal's."""
NEVER = frozenset(
    [
        "from_markup",
        "markup",
        "from_rich_text",
        "from_ansi",
        "to_content",
        "visualize",
        "copy_to_clipboard",
    ]
)
"""Reads markup, escapes or both, whoever calls it, or writes to the terminal by itself."""
MARKED_WIDGETS = frozenset(["Markdown", "MarkdownViewer", "RichLog"])
SETTLED = {
    # A key that copies was pressed, and what is copied was made safe.
    "tui/taking.py": {"copy_to_clipboard"},
    # What Textual itself writes, handed on.
    "tui/handover.py": {"super().write(data)"},
}


def is_text(node: ast.AST) -> bool:
    """Whether an expression may be a string that is not written in our own source."""
    match node:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod() | ast.Mult()):
            return True
        case ast.Call(func=ast.Attribute(attr="join", value=ast.Call())):
            return False  # Content("\n").join(…)
        case ast.Call(func=ast.Attribute(attr="join" | "format" | "replace" | "strip" | "rstrip")):
            return not ast.unparse(node).startswith("Content")
        case ast.Call(
            func=ast.Name(id="str" | "safe_text" | "clip" | "middle" | "fit" | "repr" | "plain")
        ):
            return True
        case ast.Subscript() | ast.IfExp():
            return any(map(is_text, ast.iter_child_nodes(node)))
        case _:
            return False


def texts_of(tree: ast.AST) -> set[str]:
    """Names that are declared to be strings, whether as arguments, variables or attributes."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            if ast.unparse(node.annotation) in {"str", "str | None", "reactive[str]", "var[str]"}:
                found.add(node.arg if isinstance(node, ast.arg) else ast.unparse(node.target))
        elif isinstance(node, ast.Assign) and is_text(node.value):
            found |= {ast.unparse(target) for target in node.targets}
    return found


def markup(tree: ast.AST) -> Iterator[str]:
    """Every place where a string that is not our own may be read as markup."""
    texts = texts_of(tree)

    def risky(node: ast.AST) -> bool:
        return (
            is_text(node)
            or ast.unparse(node) in texts
            or ast.unparse(node).removeprefix("self.") in texts
        )

    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            last = ast.unparse(node.func).rpartition(".")[2]
            plain = any(
                one.arg == "markup" and ast.unparse(one.value) == "False" for one in node.keywords
            )
            if last in NEVER or last in MARKED_WIDGETS:
                yield ast.unparse(node)
            elif (last in WIDGETS or last in TELLING) and not plain:
                given = [
                    *node.args,
                    *(one.value for one in node.keywords if one.arg not in {"id", "classes"}),
                ]
                if any(map(risky, given)) or last == "notify":
                    yield ast.unparse(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in ATTRIBUTES
                    and risky(node.value)
                ):
                    yield ast.unparse(node)


def test_no_string_that_is_not_ours_is_read_as_markup() -> None:
    found = [
        f"{file}: {one}"
        for file, tree in TREES.items()
        if not file.startswith("tui/cli/")
        for one in markup(tree)
        if not any(settled in one for settled in SETTLED.get(file, ()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "written",
    [
        "Static(f'{row.text}')",
        "Static(safe_text(text))",
        "def draw(text: str): yield Label(text)",
        "def draw(text: str): self.query_one(Static).update(text)",
        "self.app.notify('words')",
        "self.app.notify(text, markup=True)",
        "self.border_title = f'{name}'",
        "def name(title: str): self.border_title = title",
        "def show(error: str): widget.tooltip = 'why: ' + error",
        "Content.from_markup('[b]x[/]')",
        "Markdown(text)",
        "words = ' '.join(parts)\nButton(words)",
        "options.add_option(f'{x}')",
        "def show(self): self.app.sub_title = str(path)",
    ],
)
def test_that_test_would_see(written: str) -> None:
    assert list(markup(ast.parse(written)))


@pytest.mark.parametrize(
    "written",
    [
        "Static('Our own words')",
        "Static(Content(text))",
        "Static(shown(text), id=name)",
        "Static(f'{text}', markup=False)",
        "box.border_title = Content(title)",
        "Static(Content('\\n').join(lines))",
        "self.notify(text, markup=False)",
    ],
)
def test_that_test_lets_pass(written: str) -> None:
    assert not list(markup(ast.parse(written)))


def test_the_palette_that_reads_titles_as_markup_is_off() -> None:
    from tui.app import WinnowApp  # noqa: PLC0415 - the other tests need no Textual

    assert not WinnowApp.ENABLE_COMMAND_PALETTE
