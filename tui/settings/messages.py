"""What is told about settings that are changed from within the program."""

from dataclasses import dataclass

from core.config import Config
from tui.app_message import AppMessage


@dataclass
class SettingMessage(AppMessage):
    """One setting was written down, or why not."""

    key: str
    config: Config | None
    """What is in force; `None`: as before."""
    sentence: str = ""
    """Why it could not be."""
