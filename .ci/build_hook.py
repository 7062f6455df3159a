"""Build hook of the wheel: makes the completion scripts and the manual, and puts them where shells and man look.

The scripts are also beside the code, where `milestone-tui completion SHELL` finds them.
"""

import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
from shell_files import FOLDERS, shell_files


class ShellFiles(BuildHookInterface):
    """Adds what is made from the parser to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version, build_data):
        """Make the files in a folder that is kept until the wheel is built."""
        self._folder = tempfile.TemporaryDirectory()
        for name, text in shell_files().items():
            made = Path(self._folder.name, name)
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(text, encoding="utf-8")
            build_data["shared_data"][str(made)] = name
            if version == "standard" and str(Path(name).parent) in FOLDERS.values():
                build_data["force_include"][str(made)] = f"milestone_tui/completions/{made.name}"

    def finalize(self, version, build_data, artifact_path):
        """Delete the folder."""
        self._folder.cleanup()
