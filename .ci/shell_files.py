"""Make the completion scripts and the manual from the parser of the whole program.

    python .ci/shell_files.py FOLDER

They are written as they lie below the prefix of an installation. Needs shtab and argparse-manpage.
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "bash": "share/bash-completion/completions",
    "zsh": "share/zsh/site-functions",
    "fish": "share/fish/vendor_completions.d",
}
"""Where each shell looks for the completions of installed programs."""
MANUAL = "share/man/man1/milestone-tui.1"
OWN_REQUEST = re.compile(r"^(?!\.(?:SH|SS|TP|B|RS|RE)\b)[.']", re.MULTILINE)
"""Matches the first character of a line that roff would take for a request, but for those that make the page."""
_WIDE = "10000"
"""Columns in which nothing is wrapped: the reader of a manual wraps it."""


def shell_files() -> dict[str, str]:
    """Return the text of each file, by its path below the prefix of an installation."""
    sys.path.insert(0, str(ROOT))
    os.environ["COLUMNS"] = _WIDE
    from milestone_tui.cli.completing import Shell
    from milestone_tui.cli.completion_scripts import SCRIPTS, completion_script

    scripts = {f"{FOLDERS[shell]}/{SCRIPTS[shell]}": completion_script(shell) for shell in Shell}
    return {**scripts, MANUAL: manual()}


def manual() -> str:
    """Return the manual as roff."""
    from argparse_manpage.manpage import Manpage

    from milestone_tui import __version__
    from milestone_tui.cli.help_texts import ENVIRONMENT, EXIT_CODES, OPENING
    from milestone_tui.cli.whole_parser import whole_parser

    parser = whole_parser()
    parser.epilog = None
    _add_examples(parser)
    facts = {
        "project_name": "milestone-tui",
        "version": __version__,
        "description": "plan and track project milestones in the terminal",
        "manual_title": "User Commands",
    }
    page = Manpage(parser, facts, format="single-commands-section")
    page.add_section("environment", "=", _terms(ENVIRONMENT))
    page.add_section("exit status", "=", _terms(EXIT_CODES))
    page.add_section("examples", "=", _terms((f"milestone-tui {typed}".rstrip(), words) for typed, words in OPENING))
    head, rest = str(page).split("\n", 1)
    return f"{head}\n.nh\n.ad l\n{_without_requests(rest)}"


def _add_examples(parser):
    """Put the examples of each command below its description, where the manual shows them."""
    for argument in parser.arguments:
        if isinstance(argument.choices, dict):
            for below in argument.choices.values():
                below.description = "\n".join(filter(None, (below.description, below.epilog)))
                _add_examples(below)


def _terms(pairs):
    return "\n".join(f".TP\n.B {_escaped(name)}\n{_escaped(words)}" for name, words in pairs)


def _escaped(text):
    return text.replace("\\", "\\e").replace("-", "\\-")


def _without_requests(text):
    """Return the page with its texts made plain: no line of them is a request, and a long choice may be broken."""
    return OWN_REQUEST.sub(r"\\&\g<0>", text).replace("|", r"|\:")


if __name__ == "__main__":
    for name, text in shell_files().items():
        path = Path(sys.argv[1], name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
