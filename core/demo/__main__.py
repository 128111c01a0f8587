"""`python -m core.demo DIR`: writes an invented vault, the same bytes whatever the machine."""

import argparse
import sys
from datetime import date

from core.demo import DEFAULT_TODAY, write_demo
from core.errors import WinnowError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m core.demo", description=__doc__)
    parser.add_argument("folder", metavar="DIR", help="a new or empty folder")
    parser.add_argument(
        "--notes", type=int, default=120, help="markdown files in all (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=date.fromisoformat, default=DEFAULT_TODAY)
    parser.add_argument(
        "--jobs", type=int, default=1, help="processes; the bytes do not depend on it"
    )
    parser.add_argument(
        "--day", action="store_true", help="with all that arrived on the last day (240 notes)"
    )
    parser.add_argument("--no-backlog", action="store_true", help="all that is older is decided")
    args = parser.parse_args()
    try:
        write_demo(
            args.folder,
            notes=args.notes,
            seed=args.seed,
            today=args.today,
            day=args.day,
            backlog=not args.no_backlog,
            jobs=args.jobs,
        )
    except WinnowError as error:
        sys.stderr.write(f"core.demo: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
