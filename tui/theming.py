"""Theme files as Textual themes, the colours Winnow adds to Textual's own, and themes tried on."""

from collections.abc import Iterable, Sequence

from textual.app import App
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome, NoColor
from textual.theme import BUILTIN_THEMES, Theme

from core.themes import ThemeSpec, load_themes, worn

_NO_COLOR = NoColor()
"""One instance, because Textual caches a filtered line by the filter's identity."""
_MUTED = 0.7
"""Of the text's colour on the ground's. Textual's 60 % cannot be read on the row under the cursor."""
_TURNED_ROUND = {
    "block-cursor-background": "ansi_default",
    "block-cursor-foreground": "ansi_default",
    "block-cursor-text-style": "reverse",
    "block-cursor-blurred-text-style": "reverse",
    "input-selection-background": "ansi_default",
    "input-selection-foreground": "ansi_default",
    "scrollbar": "ansi_bright_black",
    "scrollbar-hover": "ansi_default",
    "scrollbar-active": "ansi_default",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
}
"""Of Textual's own widgets in the terminal's colours: no ground, the row under the cursor turned round."""
_RULE, _FRAME, _SURFACE, _PANEL = 0.22, 0.45, 0.04, 0.09
_BASES = {True: "winnow-dark", False: "winnow-light"}
"""Whose colours a theme has where its file names none, by whether it is dark."""


class Themed(App[None], inherit_bindings=False):
    """An app whose styles are worked out once at the start."""

    _styled = ""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's; greys are colours too, so where nobody wants any there is only the terminal's own."""
        filters = super().get_line_filters()
        if not self.no_color:
            return filters
        coloured = (ANSIToTruecolor, Monochrome, NoColor)
        return [*(each for each in filters if not isinstance(each, coloured)), _NO_COLOR]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours that a theme not made for Winnow lacks."""
        return variables(self.current_theme)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's; in words that are put together from parts its `auto` is no colour, but white."""
        found = super().get_css_variables()
        return {**found, "text-muted": found["quiet"]}

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


class TriedOn:
    """Themes looked at one after the other, and the last of them kept, or the first put back."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._before = app.theme

    def show(self, name: str) -> None:
        """Draw everything in the theme of that name; one that there is not changes nothing."""
        wear(self._app, name)

    def keep(self) -> str:
        """The name of the theme that is shown, which stays."""
        self._before = self._app.theme
        return self._before

    def put_back(self) -> None:
        """Draw everything as it was before the first was shown, or was kept."""
        self.show(self._before)


def names(app: App[None]) -> tuple[str, ...]:
    """The names of all themes: those with a file first, ours and the person's, then Textual's own."""
    return tuple(sorted(app.available_themes, key=lambda name: (name in BUILTIN_THEMES, name)))


def variables(theme: Theme) -> dict[str, str]:
    """Defaults for what our style sheets use beside Textual's variables.

    Without them a theme that was not made for Winnow, Textual's own among them, would not start the
    program. They are colours, not references: Textual does not look inside a variable's value.
    """
    if theme.ansi:
        return _of_the_terminal()
    colors = theme.to_color_system().generate()
    background, foreground = Color.parse(colors["background"]), Color.parse(colors["foreground"])
    accent = colors["accent"]
    return {
        "rule": background.blend(foreground, _RULE).hex,
        "frame": background.blend(foreground, _FRAME).hex,
        "quiet": background.blend(foreground, _MUTED).hex,
        "quiet-text-style": "none",
        "cursor-ground": f"{accent} 22%",
        "cursor-text-style": "none",
        "cursor-blurred-ground": f"{foreground.hex} 10%",
        "cursor-blurred-text-style": "none",
        "marked-ground": f"{accent} 8%",
        "line-ground": f"{accent} 18%",
        "tab-ground": f"{accent} 30%",
        "tab-text-style": "bold",
        "code-ground": f"{foreground.hex} 5%",
        "veil": f"{background.hex} 55%",
    }


def _of_the_terminal() -> dict[str, str]:
    """Nothing is known of the colours but that those of text and ground can be read, in either order."""
    return {
        "rule": "ansi_default",
        "frame": "ansi_default",
        "quiet": "ansi_default",
        "quiet-text-style": "dim",
        "cursor-ground": "ansi_default",
        "cursor-text-style": "reverse",
        "cursor-blurred-ground": "ansi_default",
        "cursor-blurred-text-style": "bold",
        "marked-ground": "ansi_default",
        "line-ground": "ansi_default",
        "tab-ground": "ansi_default",
        "tab-text-style": "bold reverse",
        "code-ground": "ansi_default",
        "veil": "transparent",
        # Textual's own sheets want these, and its themes of this kind name only some of them.
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "surface-active": "ansi_default",
        "foreground-disabled": "ansi_default",
    }


def take(app: App[None], name: str, folder: str | None = None) -> tuple[str, ...]:
    """Register our themes and the person's, and wear the one of that name; what is wrong with any of them.

    Args:
        app: Whose themes they are to be.
        name: What the settings say.
        folder: Where the person's own lie.
    """
    specs, problems = load_themes(folder)
    for theme in textual_themes(specs):
        app.register_theme(theme)
    if not wear(app, name):
        return (*problems, f"theme: there is no “{name}”; the palette lists them")
    return problems


def wear(app: App[None], name: str) -> bool:
    """Draw everything in the theme that the settings call so; whether there is such a one."""
    theme = worn(name, dark=None, colours=not app.no_color)
    if theme not in app.available_themes:
        return False
    if theme != app.theme:
        app.theme = theme
    return True


def textual_themes(specs: Iterable[ThemeSpec]) -> tuple[Theme, ...]:
    """The themes to register."""
    known = {spec.name: spec for spec in specs}
    return tuple(_theme(spec, known.get(_BASES[spec.dark], spec)) for spec in known.values())


def _theme(spec: ThemeSpec, base: ThemeSpec) -> Theme:
    """A theme with every colour: its own, those that follow from its own, and the base's."""
    if spec.ansi:
        return _ansi_theme(spec)
    foreground = spec.foreground or base.foreground or "#d6dbe4"
    background = spec.background or base.background or "#12161c"
    ground, text = Color.parse(background), Color.parse(foreground)
    accent = spec.accent or spec.primary or base.accent or foreground
    return Theme(
        name=spec.name,
        dark=spec.dark,
        primary=spec.primary or spec.accent or base.primary or foreground,
        secondary=spec.secondary or base.secondary,
        accent=accent,
        foreground=foreground,
        background=background,
        surface=spec.surface or ground.blend(text, _SURFACE).hex,
        panel=spec.panel or ground.blend(text, _PANEL).hex,
        success=spec.success or base.success,
        warning=spec.warning or base.warning,
        error=spec.error or base.error,
        variables={
            "block-cursor-blurred-background": f"{accent} 22%",
            **spec.variables,
        },
    )


def _ansi_theme(spec: ThemeSpec) -> Theme:
    return Theme(
        name=spec.name,
        dark=spec.dark,
        ansi=True,
        primary=spec.primary or "ansi_blue",
        secondary=spec.secondary or "ansi_cyan",
        accent=spec.accent or "ansi_cyan",
        foreground=spec.foreground or "ansi_default",
        background=spec.background or "ansi_default",
        surface=spec.surface or "ansi_default",
        panel=spec.panel or "ansi_default",
        success=spec.success or "ansi_green",
        warning=spec.warning or "ansi_yellow",
        error=spec.error or "ansi_red",
        variables={**_TURNED_ROUND, **spec.variables},
    )
