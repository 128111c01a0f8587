"""How well what stands on a screen can be read: the colours of every segment, as WCAG compares them."""

from collections.abc import Iterator

from rich.color import ColorTriplet
from rich.segment import Segment

from tui.app import WinnowApp

ORNAMENT = frozenset("─│┌┐└┘├┤┬┴┼╭╮╰╯━┃▁▂▃▄▅▆▇█▔▕▏▎▍▌▋▊▉▐▀ ")
"""Rules, bars and blocks: they are seen, not read."""
LEGIBLE = 4.5
"""WCAG 2.2, 1.4.3."""


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """From 1, the same, to 21, black and white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: ColorTriplet) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def on_screen(app: WinnowApp) -> Iterator[Segment]:
    """Every text of the screen, or of the box over it, that is there to be read."""
    box = app.screen.query("#box")
    region = app.screen.region if app.screen is app.main or not box else box.first().region
    strips = app.screen._compositor.render_strips()[region.y : region.bottom]
    for strip in strips:
        for segment in strip.crop(region.x, region.right):
            if not set(segment.text) <= ORNAMENT:
                yield segment


def drawn(app: WinnowApp) -> Iterator[tuple[str, ColorTriplet, ColorTriplet]]:
    """Every text with its colour and its ground."""
    for text, style, _ in on_screen(app):
        assert style is not None, text
        assert style.color is not None, text
        assert style.bgcolor is not None, text
        front, back = style.color.get_truecolor(), style.bgcolor.get_truecolor(foreground=False)
        yield (text, back, front) if style.reverse else (text, front, back)


def faint(app: WinnowApp) -> dict[tuple[str, str], tuple[float, str]]:
    """Pairs of colours that cannot be read, as they are written in a theme; how faint, and what."""
    return {
        (front.hex, back.hex): (round(contrast(front, back), 2), text.strip()[:40])
        for text, front, back in drawn(app)
        if contrast(front, back) < LEGIBLE
    }
