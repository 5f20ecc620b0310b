"""The commands that pages name are commands that there are."""

import pytest

from etl.__main__ import cli
from pages.parts.language import commands
from queries import PROJECT

NAMED = [text for name, text in vars(commands).items() if name.isupper()]


@pytest.mark.parametrize("command", NAMED)
def test_a_command_that_a_page_names_can_be_run(command: str) -> None:
    python, flag, module, name, *arguments = command.split()
    assert (python, flag, module) == ("python", "-m", "etl")
    options = {option for param in cli.commands[name].params for option in param.opts}
    assert {argument for argument in arguments if argument.startswith("-")} <= options


def test_commands_are_written_in_one_place() -> None:
    writing = [
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "pages").rglob("*.py")
        if "python -m etl" in path.read_text(encoding="utf-8")
    ]
    assert writing == ["pages/parts/language/commands.py"]
