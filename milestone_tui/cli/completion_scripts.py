"""The completion scripts, made by shtab from the parser of the whole program.

They complete commands, options and files by themselves, and call the program for names from the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from milestone_tui.cli.completing import Kind, Shell
from milestone_tui.cli.whole_parser import whole_parser

if TYPE_CHECKING:
    import argparse

SCRIPTS: Mapping[Shell, str] = {
    Shell.BASH: "milestone-tui",
    Shell.ZSH: "_milestone-tui",
    Shell.FISH: "milestone-tui.fish",
}
"""The file name of each script, which is how its shell finds it."""

_KINDS = {
    "KEY": Kind.KEYS,
    "MILESTONE": Kind.MILESTONES,
    "MILESTONE|KEY": Kind.THINGS,
    "FIELD=VALUE": Kind.FIELDS,
}
"""What an argument names, by the name of its value in `--help`."""
_NAMED: Mapping[str, Kind | None] = {"person": Kind.PEOPLE, "key": None}
"""The same by the name of the argument itself, for the few that differ: `new` takes a key that is not there yet."""

_FUNCTION = "_milestone_tui_names"
_BASH = f"""\
{_FUNCTION}() {{ # KIND WORD
  command milestone-tui completion bash --names "$1" -- "${{COMP_WORDS[@]:0:COMP_CWORD}}" "$2" 2>/dev/null
}}
"""
_BASH_END = """

# A word that ends with a slash or an equals sign is not finished.
_milestone_tui() {
  _shtab_milestone_tui "$@"
  if [[ ${#COMPREPLY[@]} -gt 0 && ( "${COMPREPLY[0]}" == */ || "${COMPREPLY[0]}" == *\\\\= ) ]]; then
    compopt -o nospace 2>/dev/null || :
  fi
}

complete -o bashdefault -F _milestone_tui milestone-tui
"""
_ZSH = f"""\
{_FUNCTION}() {{ # KIND
  local line word
  local -a whole begun of_whole of_begun
  local -a typed=("${{(@z)LBUFFER}}" "$PREFIX")
  for line in "${{(@f)$(command milestone-tui completion zsh --names $1 -- "$typed[@]" 2>/dev/null)}}"; do
    word="${{line%%$'\\t'*}}"
    if [[ -z "$word" ]]; then
      continue
    elif [[ "$word" == *[/=] ]]; then
      begun+=("$word")
      of_begun+=("$word  ${{line#*$'\\t'}}")
    else
      whole+=("$word")
      of_whole+=("$word  ${{line#*$'\\t'}}")
    fi
  done
  local -a letters=(-M 'm:{{[:lower:][:upper:]}}={{[:upper:][:lower:]}}')
  (( $#whole )) && compadd "$letters[@]" -l -d of_whole -a whole
  (( $#begun )) && compadd "$letters[@]" -l -S '' -d of_begun -a begun
}}
"""
_FISH = f"""\
function {_FUNCTION} # KIND
  command milestone-tui completion fish --names $argv[1] -- (commandline -opc) (commandline -ct) 2>/dev/null
end
"""
_PREAMBLES = {Shell.BASH: _BASH, Shell.ZSH: _ZSH, Shell.FISH: _FISH}


def completion_script(shell: Shell) -> str:
    """Return the script of a shell. Raises ImportError where shtab is not installed."""
    import shtab

    script = str(shtab.complete(whole_parser(_completer), shell.value, preamble=_PREAMBLES[shell] + _callers(shell)))
    if shell is Shell.BASH:
        script = script[: script.rindex("complete -o bashdefault")].rstrip() + _BASH_END
    return script


def _callers(shell: Shell) -> str:
    """Return a function for each kind: bash calls it by its name alone."""
    if shell is not Shell.BASH:
        return ""
    return "\n".join(f'{_FUNCTION}_{kind}() {{ {_FUNCTION} {kind} "$1"; }}' for kind in Kind)


def _completer(argument: argparse.Action) -> Any:
    """Return what completes an argument: names, or files."""
    import shtab

    if argument.metavar in ("FILE", "DIR"):
        return shtab.FILE if argument.metavar == "FILE" else shtab.DIRECTORY
    kind = _NAMED.get(argument.dest, _KINDS.get(str(argument.metavar)))
    if kind is None:
        return None
    return {
        Shell.BASH.value: f"{_FUNCTION}_{kind}",
        Shell.ZSH.value: f"{{{_FUNCTION} {kind}}}",
        Shell.FISH.value: f"({_FUNCTION} {kind})",
    }
