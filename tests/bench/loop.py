"""What is compared with: python-frontmatter over the same notes, and nothing else."""

import sys

import frontmatter

for path in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\0"):
    with open(path, encoding="utf-8", errors="surrogateescape") as note:  # noqa: PTH123 - as people write it
        text = note.read()
    try:
        frontmatter.loads(text)
    except Exception:  # noqa: BLE001 - nine kinds of errors escape it, and the loop must go on
        continue
