"""History against two stacks: whatever is done, undone and redone, notes are what the stacks say."""

from histories import History
from hypothesis import settings

TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
