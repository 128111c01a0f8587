"""The settings folders of two vaults, one nested in the other, that disagree on statuses."""

import json
from typing import Final

from core.demo.page import Page, page

_PLUGIN: Final = "plugins/obsidian-tasks-plugin/data.json"
IGNORED_FOLDER: Final = "Work/Travel/Old trips/"
Row = tuple[str, str, str, str]
"""Symbol, name, next symbol, type."""
_CORE: Final[tuple[Row, ...]] = ((" ", "To do", "/", "TODO"), ("x", "Done", "?", "DONE"))
_WORK: Final[tuple[Row, ...]] = (
    ("/", "Doing", "x", "IN_PROGRESS"),
    ("?", "Proposed", " ", "TODO"),
    ("R", "Rejected", "?", "CANCELLED"),
)
_PERSONAL_CORE: Final[tuple[Row, ...]] = ((" ", "Todo", "x", "TODO"), ("x", "Done", " ", "DONE"))
_PERSONAL: Final[tuple[Row, ...]] = (
    ("/", "In progress", "x", "IN_PROGRESS"),
    ("-", "Dropped", " ", "CANCELLED"),
)


def _statuses(rows: tuple[Row, ...]) -> list[dict[str, str | bool]]:
    return [
        {
            "symbol": symbol,
            "name": name,
            "nextStatusSymbol": following,
            "availableAsCommand": True,
            "type": kind,
        }
        for symbol, name, following, kind in rows
    ]


def _plugin(core: tuple[Row, ...], custom: tuple[Row, ...]) -> str:
    data = {
        "globalFilter": "",
        "removeGlobalFilter": False,
        "taskFormat": "tasksPluginEmoji",
        "setCreatedDate": True,
        "setDoneDate": True,
        "setCancelledDate": True,
        "recurrenceOnNextLine": False,
        "removeScheduledDateOnRecurrence": False,
        "useFilenameAsScheduledDate": False,
        "filenameAsScheduledDateFormat": "",
        "filenameAsDateFolders": [],
        "statusSettings": {"coreStatuses": _statuses(core), "customStatuses": _statuses(custom)},
    }
    return json.dumps(data, indent=2) + "\n"


def settings_files() -> list[Page]:
    app = json.dumps({"userIgnoreFilters": [IGNORED_FOLDER], "alwaysUpdateLinks": True}, indent=2)
    plugins = '[\n  "obsidian-tasks-plugin",\n  "dataview"\n]\n'
    return [
        page(".obsidian/app.json", app),
        page(".obsidian/community-plugins.json", plugins),
        page(f".obsidian/{_PLUGIN}", _plugin(_CORE, _WORK)),
        page("Personal/.obsidian/app.json", "{}"),
        page(f"Personal/.obsidian/{_PLUGIN}", _plugin(_PERSONAL_CORE, _PERSONAL)),
    ]
