"""Scripts that let a shell complete our command line, made of its table."""

from collections.abc import Iterator, Mapping, Sequence

from tui.cli.arguments import COMMANDS, COMMON, SCREEN, Option, Usage

Values = Mapping[str, Sequence[str]]
"""What a word such as KIND may be."""
_FOLDERS = frozenset(["DIR", "VAULT"])
_FILES = frozenset(["FILE"])


def _valued() -> dict[str, Option]:
    """Every option that has a value, by its name; they mean the same wherever they stand."""
    all = (option for usage in (SCREEN, *COMMANDS) for option in (*usage.options, *COMMON))
    return {option.name: option for option in all if option.value}


def _first(usage: Usage) -> str:
    """What the first word behind a command is called."""
    return usage.operands.split(" ")[0].strip("[]…")


def _options(usage: Usage) -> tuple[Option, ...]:
    return (*usage.options, *COMMON)


def bash(values: Values) -> str:
    """For bash 3.2 and later: `source <(winnow completions bash)`."""
    names = " ".join(usage.name for usage in COMMANDS)
    valued = _valued()
    lines = [
        "# Completes winnow in bash: source <(winnow completions bash)",
        "_winnow() {",
        "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}",
        "    local command= operands=0 at=1 IFS=$' \\t\\n'",
        "    while [ $at -lt $COMP_CWORD ]; do",
        "        case ${COMP_WORDS[at]} in",
        f"            {'|'.join(valued)}) at=$((at + 1)) ;;",
        "            -*) ;;",
        "            *)",
        f'                if [ -z "$command" ] && [[ " {names} " == *" ${{COMP_WORDS[at]}} "* ]]; then',
        "                    command=${COMP_WORDS[at]}",
        "                else",
        "                    operands=$((operands + 1))",
        "                fi ;;",
        "        esac",
        "        at=$((at + 1))",
        "    done",
        "    COMPREPLY=()",
        "    case $before in",
        *(f"        {name}) {_bash_value(one.value, values)}; return ;;" for name, one in valued.items()),
        "    esac",
        "    if [[ $word == -* ]]; then",
        "        case $command in",
        *(f"            {_bash_case(usage)}) {_bash_words([one.name for one in _options(usage)])} ;;" for usage in _all()),
        "        esac",
        "        return",
        "    fi",
        "    [ $operands -eq 0 ] || return",
        "    case $command in",
        f"        '') {_bash_words([usage.name for usage in COMMANDS])}; {_bash_folders('+=')} ;;",
        *(f"        {usage.name}) {_bash_value(_first(usage), values)} ;;" for usage in COMMANDS if usage.operands),
        "    esac",
        "}",
        "complete -F _winnow winnow",
    ]  # fmt: skip
    return "\n".join(lines)


def _all() -> tuple[Usage, ...]:
    return (SCREEN, *COMMANDS)


def _bash_case(usage: Usage) -> str:
    return usage.name or "''"


def _bash_words(words: Sequence[str]) -> str:
    return f'COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$word"))'


def _bash_folders(into: str = "=") -> str:
    return f"type compopt >/dev/null 2>&1 && compopt -o filenames; IFS=$'\\n'; COMPREPLY{into}($(compgen -d -- \"$word\"))"


def _bash_value(value: str, values: Values) -> str:
    if value in values:
        return _bash_words(values[value])
    if value in _FOLDERS:
        return _bash_folders()
    if value in _FILES:
        return _bash_folders().replace("compgen -d", "compgen -f")
    return ":"


def zsh(values: Values) -> str:
    """For zsh: a file `_winnow` in `$fpath`, or `source <(winnow completions zsh)`."""
    described = " ".join(_zsh_quoted(f"{usage.name}:{usage.help}") for usage in COMMANDS)
    lines = [
        "#compdef winnow",
        "# Completes winnow in zsh: a file _winnow in $fpath, or source <(winnow completions zsh)",
        "_winnow() {",
        "    local curcontext=$curcontext state line",
        "    local -A opt_args",
        "    local -a common commands",
        f"    common=({' '.join(_zsh_option(one, values) for one in COMMON)})",
        f"    commands=({described})",
        f"    _arguments -C $common {' '.join(_zsh_option(one, values) for one in SCREEN.options)} \\",
        "        '1: :->first' '*:: :->rest'",
        "    case $state in",
        "        first)",
        "            _alternative 'commands:command:{_describe command commands}' 'vaults:vault:_files -/' ;;",
        "        rest)",
        "            case $line[1] in",
        *_zsh_commands(values),
        "            esac ;;",
        "    esac",
        "}",
        'if [ "$funcstack[1]" = "_winnow" ]; then',
        '    _winnow "$@"',
        "else",
        "    compdef _winnow winnow",
        "fi",
    ]
    return "\n".join(lines)


def _zsh_commands(values: Values) -> Iterator[str]:
    for usage in COMMANDS:
        options = [_zsh_option(one, values) for one in usage.options]
        first = (
            [f"'1:{_first(usage)}:{_zsh_value(_first(usage), values)}'"] if usage.operands else []
        )
        more = ["'*: :'"] if usage.most is None else []
        yield f"                {usage.name}) _arguments $common {' '.join((*options, *first, *more))} ;;"


def _zsh_option(option: Option, values: Values) -> str:
    told = option.help.replace("[", "(").replace("]", ")").replace(":", "\\:")
    value = f":{option.value}:{_zsh_value(option.value, values)}" if option.value else ""
    several = "*" if option.several else ""
    return _zsh_quoted(f"{several}{option.name}[{told}]{value}")


def _zsh_value(value: str, values: Values) -> str:
    if value in values:
        return f"({' '.join(values[value])})"
    if value in _FOLDERS:
        return "_files -/"
    return "_files" if value in _FILES else " "


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def fish(values: Values) -> str:
    """For fish: `winnow completions fish > ~/.config/fish/completions/winnow.fish`."""
    names = " ".join(usage.name for usage in COMMANDS)
    valued = " ".join(_valued())
    lines = [
        "# Completes winnow in fish: winnow completions fish > ~/.config/fish/completions/winnow.fish",
        "function __winnow_at",
        "    set -l command ''",
        "    set -l operands 0",
        "    set -l skip 0",
        "    for word in (commandline -opc)[2..-1]",
        "        if test $skip -eq 1",
        "            set skip 0",
        f"        else if contains -- $word {valued}",
        "            set skip 1",
        "        else if string match -q -- '-*' $word",
        "            continue",
        f'        else if test -z "$command"; and contains -- $word {names}',
        "            set command $word",
        "        else",
        "            set operands (math $operands + 1)",
        "        end",
        "    end",
        '    test "$command" = "$argv[1]"; and begin; test (count $argv) -lt 2; or test $operands -eq $argv[2]; end',
        "end",
        "complete -c winnow -f",
        *(_fish_option(one, "", values) for one in COMMON),
    ]
    first = "-n '__winnow_at \"\" 0'"
    lines += [
        f"complete -c winnow {first} -a {usage.name} -d {_fish_quoted(usage.help)}"
        for usage in COMMANDS
    ]
    lines.append(f"complete -c winnow {first} -a '(__fish_complete_directories)'")
    for usage in _all():
        at = f"-n '__winnow_at \"{usage.name}\"'"
        lines += [_fish_option(one, f"{at} ", values) for one in usage.options]
        if usage.name and (offered := _fish_value(_first(usage), values)):
            lines.append(f"complete -c winnow -n '__winnow_at {usage.name} 0' -a '{offered}'")
    return "\n".join(lines)


def _fish_option(option: Option, at: str, values: Values) -> str:
    said = f"complete -c winnow {at}-l {option.name[2:]}"
    if option.value:
        offered = _fish_value(option.value, values)
        files = option.value in _FILES
        said += " -r -F" if files else f" -x -a '{offered}'" if offered else " -x"
    return f"{said} -d {_fish_quoted(option.help)}"


def _fish_value(value: str, values: Values) -> str:
    if value in values:
        return " ".join(values[value])
    return "(__fish_complete_directories)" if value in _FOLDERS else ""


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
