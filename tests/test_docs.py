"""The docs are true: every command and option is described, every example runs, every link leads somewhere."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sitroom.cli import COMMANDS, group

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(.*?)\n```", COMMANDS_PAGE, re.DOTALL)


def parameters(command):
    """Return the parameters of a command, or of all that are called through it."""
    return [p for one in getattr(command, "commands", {"": command}).values() for p in one.params]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_described(name):
    assert f"## sitroom {name} " in COMMANDS_PAGE
    for parameter in parameters(group.get_command(None, name)):
        for option in parameter.opts:
            if option.startswith("--"):
                assert option in COMMANDS_PAGE, f"{name} {option}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name):
    command = group.get_command(None, name)
    assert command.help
    assert all(one.help for one in getattr(command, "commands", {}).values())
    assert all(p.help for p in parameters(command) if isinstance(p, click.Option))


def test_every_example_runs(tmp_path):
    assert EXAMPLES
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "build").mkdir()
    # In their order: `why` asks about the brief that the first example writes.
    for example in "\n".join(EXAMPLES).splitlines():
        words = shlex.split(example)
        done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{example}: {done.stderr}"
        assert done.stdout.strip(), example


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_link_within_the_project_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"
