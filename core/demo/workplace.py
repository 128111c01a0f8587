"""The files around the meeting notes: dashboards, rules, forums, travel, a private vault, drafts."""

from datetime import date, timedelta
from typing import Final

from core.demo import names
from core.demo.cast import FORUMS, Cast
from core.demo.dialects import frontmatter
from core.demo.dice import Dice
from core.demo.meetings import workday
from core.demo.page import Page, page
from core.demo.settings import IGNORED_FOLDER

_DASHBOARD: Final = """# Tasks

## Mine, proposed

```tasks
not done
status.name includes Proposed
path does not include Inbox/_archive
path does not include Workflow
group by backlink
sort by priority
```

## Mine, accepted

```tasks
not done
tags include #task
tags do not include #proposed
status.type is not CANCELLED
sort by due
```
"""
_AGENTS: Final = """# How the assistants work in this vault

- Every meeting becomes one note in the folder of its person, customer or project.
- A proposed task is `- [?]`; accept it with `[ ]`, reject it with `[R]`. Tags stay.
- Never touch `Sources/`. Never write a date that nobody said.

```markdown
- [?] An example of a proposed task, which is not one @Myself 📅 2025-12-01 ⏫ #task #proposed #auto
```
"""
_SAMPLE: Final = """# Review and check your Statuses

This file was made by the Tasks plugin to show every status once.

- [ ] Sample task 1: status symbol=' ' name='To do' type='TODO'
- [x] Sample task 2: status symbol='x' name='Done' type='DONE'
- [/] Sample task 3: status symbol='/' name='Doing' type='IN_PROGRESS'
- [?] Sample task 4: status symbol='?' name='Proposed' type='TODO'
- [R] Sample task 5: status symbol='R' name='Rejected' type='CANCELLED'
"""
_WORKFLOW: Final = """# The pipeline in five minutes

1. A recording or a mail lands in `Inbox`.
2. The extraction writes a note and its proposals:

```markdown
- [?] {{ task.text }} @{{ task.owner }} 📅 {{ task.due }} #task #proposed #auto
  - [ ] a sub-task of the template
```

3. The original moves to `Sources`.

- [ ] Try the pipeline with a mail of more than four messages
- [x] Try the pipeline with an empty recording
"""


def _root(cast: Cast, today: date) -> list[Page]:
    stamp = f"{(today - timedelta(days=20)).isoformat()} 09-14-31"
    first, second = cast.people[0].name, cast.people[1].name
    return [
        page("TASKS.md", _DASHBOARD),
        page("AGENTS.md", _AGENTS),
        page(f"Tasks Plugin - Review and check your Statuses {stamp}.md", _SAMPLE),
        page("Workflow/README.md", _WORKFLOW),
        page(
            "Inbox/_bins/_templates/person.md", "---\ntype: people\ntitle: {{x}}\n---\n\n# {{x}}\n"
        ),
        page(
            "DRAFT/gauge-passport/01 Goals.md",
            "# Gauge passport: goals\n\n"
            "- [?] Describe what a gauge should be able to tell about itself when somebody finds it in "
            "the mud #task #proposed\n"
            "  - why: half of the calls begin with the serial number\n"
            "  - who: field crew and control room\n"
            "  - done when: a stranger can name the owner\n"
            "- [?] Choose the three facts that are printed on the lid and can be read without a phone "
            "#task #proposed\n"
            "  - why: phones get wet\n  - who: field crew\n  - done when: the lid is drawn\n",
        ),
        page(
            "Outbox/Thank-you note.md",
            f"---\ntype: outbox\nto: {first}\n---\n\nDear {first},\n\nthank you for the soup.\n\n"
            f"- [?] Give {second} the empty pot back @Myself #task #proposed\n",
        ),
        page(
            ".trash/Old list.md",
            "# Old list\n\n- [?] Buy a kettle for the workshop #task #proposed\n",
        ),
    ]


def _forum(cast: Cast, name: str, today: date, back: int, rng: Dice) -> Page:
    day = workday(today, back)
    title = f"{name} - winter session"
    who, other = rng.sample(cast.people, 2)
    due = (today + timedelta(days=5)).isoformat()
    head = frontmatter(
        {
            "type": "rob",
            "title": title,
            "date": day.isoformat(),
            "rob_forum": name,
            "participants": (names.AUTHOR, who.name, other.name),
            "source": "transcript",
            "tags": ("type/rob", f"rob/{names.slug(name)}", "generated"),
        }
    )
    text = (
        f"{head}\n# {title}\n\n**Date**: {day.isoformat()}\n**Forum**: [[{name}]]\n\n## Summary\n\n"
        f"A full table. {who.name} showed what the crews learned this winter, {other.name} asked for "
        "fewer slides and more photographs, and everybody stayed for the soup.\n\n## Action Items\n\n"
        f"- [?] Collect the ten best photographs of this winter from the crews and hang them in the hall "
        f"before the next {name} meets @Myself 📅 {due} 🔽 #task #proposed #auto\n\n"
        f"- [?] Ask {who.first} to bring the broken relay and the new one next time, so that people can "
        f"hold both in their hands @{who.name} #task #proposed #auto\n\n"
        "## Decisions\n\n- Photographs before slides.\n"
    )
    return page(f"Work/ROB/{name}/{day.isoformat()} - {title}.md", text)


def _travel(cast: Cast, today: date) -> list[Page]:
    site = cast.sites[1]
    due = (today + timedelta(days=12)).isoformat()
    return [
        page(
            f"Work/Travel/{site} in spring/Packing and trains.md",
            f"---\ntype: travel\ntitle: {site} in spring\ntags: [type/travel]\n---\n\n"
            f"# {site} in spring\n\nTwo nights, one workshop, one boat.\n\n"
            f"- [?] Book the early train to {site} with a bicycle place and a seat on the water side "
            f"while the cheap fares last @Myself 📅 {due} 🔼 #task #proposed #auto\n"
            "- [ ] Pack the small tool roll and the head lamp #task\n",
        ),
        page(
            f"{IGNORED_FOLDER}Autumn by ferry.md",
            "# Autumn by ferry\n\n"
            "- [?] Claim the ferry tickets of the autumn trip before the year ends @Myself #task #proposed\n",
        ),
    ]


def _personal(today: date) -> list[Page]:
    due = (today + timedelta(days=2)).isoformat()
    return [
        page(
            "Personal/Projects/Garden shed/README.md",
            "---\ntype: projects\ntitle: Garden shed\ntags:\n- type/projects\n---\n\n# Garden shed\n\n"
            "- [ ] Measure the door before the shelf is cut, and then measure it again "
            f"📅 {due} #task\n"
            "- [?] Ask the neighbour whether the ladder may stay in the shed until spring and what it "
            "would cost in jars of honey @Myself #task #proposed #auto\n"
            "- [-] Paint the shed blue #task\n",
        ),
        page(
            "Personal/Projects/Garden shed/01_roof/Notes.md",
            "# Roof\n\nTar paper, two rolls. Battens, nine.\n\n![[roof.png]]\n",
        ),
        page(
            "Personal/Homelab/Router.md", "# Router\n\nIt is in the cupboard. The light is green.\n"
        ),
    ]


def surroundings(cast: Cast, today: date, *, seed: str) -> list[Page]:
    """Everything in the vault that no meeting produced."""
    rng = Dice(f"{seed} surroundings")
    forums = [_forum(cast, name, today, 4 + 9 * i, rng) for i, name in enumerate(FORUMS)]
    rows = "".join(f"- [[{name}]]\n" for name in FORUMS)
    return [
        *_root(cast, today),
        *forums,
        page("Work/ROB/README.md", f"# Rhythm of business\n\n{rows}"),
        *_travel(cast, today),
        *_personal(today),
    ]
