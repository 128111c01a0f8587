"""An invented vault of any size, as meetings and machines would have left it.

The bytes are a function of the size, the seed and the day it counts back from, so that figures,
screenshots and tests made from it can be made again. Every name in it is made up.
"""

from datetime import date
from typing import Final

from core.demo.day import Expected
from core.demo.vault import expected, write_demo

__all__ = ["DEFAULT_TODAY", "Expected", "expected", "write_demo"]

DEFAULT_TODAY: Final = date(2026, 1, 6)
