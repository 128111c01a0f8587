"""Theme files as Textual themes, and the colours Winnow adds to Textual's own."""

from collections.abc import Iterable

from textual.theme import Theme

from core.config import ThemeSpec

FALLBACK = "textual-dark"
"""Textual's own; there whatever happens to the theme files."""

VARIABLES = {
    "rule": "$foreground 20%",
    "quiet": "$text-muted",
    "cursor-background": "$accent 20%",
    "cursor-quiet-background": "$foreground 8%",
    "line-background": "$accent 12%",
}
"""Defaults for what our style sheets use beside Textual's variables: without them a theme that was
not made for Winnow, Textual's own among them, would not start the program."""


def textual_themes(specs: Iterable[ThemeSpec]) -> tuple[Theme, ...]:
    """The themes to register."""
    return tuple(_theme(spec) for spec in specs)


def _theme(spec: ThemeSpec) -> Theme:
    return Theme(
        name=spec.name,
        dark=spec.dark,
        primary=spec.primary,
        secondary=spec.secondary,
        accent=spec.accent,
        foreground=spec.foreground,
        background=spec.background,
        surface=spec.surface,
        panel=spec.panel,
        success=spec.success,
        warning=spec.warning,
        error=spec.error,
        variables=dict(spec.variables),
    )
