"""Theme files as Textual themes, and the colours Winnow adds to Textual's own."""

from collections.abc import Iterable

from textual.app import App
from textual.color import Color
from textual.theme import Theme

from core.config import ThemeSpec, load_themes

_RULE = 0.22


class Themed(App[None], inherit_bindings=False):
    """An app whose styles are worked out once at the start."""

    _styled = ""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours that a theme not made for Winnow lacks."""
        return variables(self.current_theme)

    def style_once(self) -> None:
        """Work styles out for the theme that was chosen, and not again before `style_anew`."""
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled = self.theme

    def style_anew(self) -> None:
        """Let styles be worked out whenever Textual wants it."""
        self._styled = ""

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT002 - as Textual has it
        """Work every style out anew; not at the start, where Textual wants it although they just were."""
        if self._styled != self.theme:
            super().refresh_css(animate)


def variables(theme: Theme) -> dict[str, str]:
    """Defaults for what our style sheets use beside Textual's variables.

    Without them a theme that was not made for Winnow, Textual's own among them, would not start the
    program. They are colours, not references: Textual does not look inside a variable's value.
    """
    if theme.ansi:
        return {"rule": "ansi_bright_black", "quiet": "ansi_default 50%"}
    colors = theme.to_color_system().generate()
    background, foreground = Color.parse(colors["background"]), Color.parse(colors["foreground"])
    return {"rule": background.blend(foreground, _RULE).hex, "quiet": "auto 60%"}


def take(app: App[None], name: str) -> tuple[str, ...]:
    """Register our themes and choose the one of that name; what is wrong with any of them."""
    specs, problems = load_themes()
    for theme in textual_themes(specs):
        app.register_theme(theme)
    if name not in app.available_themes:
        return (*problems, f"theme: there is no “{name}”; the palette lists them")
    app.theme = name
    return problems


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
