"""Which part of the app takes which message.

A new kind of message is an `AppMessage`, and a case here.
"""

from typing import TYPE_CHECKING

from tui import messages
from tui.app_message import AppMessage
from tui.filters.messages import FilterMessage
from tui.fixes.messages import FixPlanned
from tui.history.messages import HistoryMessage
from tui.inbox.messages import InboxMessage
from tui.lines.shares import KEPT
from tui.palette.messages import OfferMessage
from tui.review.messages import PageMessage, ReviewMessage
from tui.settings.messages import SettingMessage
from tui.tasks.messages import TriageMessage
from tui.widgets.divided import Dragged

if TYPE_CHECKING:
    from tui.app import WinnowApp


def route(app: "WinnowApp", message: AppMessage) -> None:
    """Give a message to whom it is for; a part that nobody asked for yet is loaded by that."""
    if "guide" in vars(app):
        app.guide.see(message)
    if isinstance(message, messages.Answer):
        app.answers.take(message)
    elif isinstance(message, messages.Late):
        app.retrying.take(message)
    elif isinstance(message, messages.Company):
        app.company.take(message)
    elif isinstance(message, messages.Browsed):
        app.browsing.take(message)
    elif isinstance(message, Dragged):
        app.main.divide(message.shares)
        if message.done:
            app.jobs.remember(KEPT, message.shares.kept)
    else:
        _beside(app, message)


def _beside(app: "WinnowApp", message: AppMessage) -> None:
    """What is told about one pane, about filters, or to a box."""
    match message:
        case InboxMessage():
            app.inboxing.take(message)
        case ReviewMessage():
            app.reviewing.take(message)
        case FilterMessage():
            app.filtering.take(message)
        case TriageMessage():
            app.triaging.take(message)
        case PageMessage():
            app.browsing.pages.take(message)
        case HistoryMessage():
            app.looking_back.take(message)
        case SettingMessage():
            app.own_settings.take(message)
        case OfferMessage():
            app.finding.take(message)
        case FixPlanned():
            app.decisions.fixing.take(message)
        case _:
            raise AssertionError(message)
