"""Help, completion in shells, and hints where something is mistyped."""

import inspect
import os
import re
import shutil
import subprocess
import sys

import click
import pytest

from listing_lint.cli import main
from listing_lint.cli.check import check
from listing_lint.cli.help import HEADINGS
from listing_lint.report.terminal import width
from listing_lint.texts.messages import translated


def commands(command, path=()):
    """Every command and group with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from commands(command.get_command(click.Context(command), name), (*path, name))


COMMANDS = list(commands(main))


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) or "main" for path, _ in COMMANDS])
def test_every_command_has_an_example_and_every_option_help(run, path, command):
    result = run(*path, "--help")
    assert result.code == 0
    example = re.escape(" ".join(("listing-lint", *path)))
    assert re.search(rf"^ +{example}\b", result.out.split("Options:")[0].split("\n", 1)[1], re.MULTILINE)
    assert max(len(line) for line in result.out.splitlines()) <= 100
    assert [param.name for param in command.params if isinstance(param, click.Option) and not param.help] == []


def test_the_options_of_check_stand_under_headings(run):
    text = run("check", "--help").out
    assert [heading for heading in HEADINGS if f"\n{heading}:\n" not in text] == []
    named = {name for names in HEADINGS.values() for name in names}
    assert [param.name for param in check.params if isinstance(param, click.Option) and param.name not in named] == []
    assert len(re.findall(r"^  --fix ", text, re.MULTILINE)) == 1


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("chek", "a.csv"), "Did you mean 'check'?"),
        (("xyz",), "The commands are check, "),
        (("check", "--fixx"), "--fix"),
        (("check", "--outptu", "json"), "--output"),
        (("check", "--output", "jsno"), "did you mean 'json'?"),
        (("explain", "voltage-mising"), "did you mean 'voltage-missing'?"),
        (("baseline", "creat"), "create"),
    ],
)
def test_what_is_mistyped_gets_a_hint(run, arguments, hint):
    result = run(*arguments)
    assert result.code == 2
    assert hint in result.err


def complete(shell, words):
    """What the completion of a shell is told for the last of ``words``."""
    environment = os.environ | {"_LISTING_LINT_COMPLETE": f"{shell}_complete", "COMP_WORDS": " ".join(words)}
    environment |= {"COMP_CWORD": str(len(words) - 1) if shell != "fish" else words[-1]}
    code = "from listing_lint.cli import main; main(prog_name='listing-lint')"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_are_told_commands_and_options(shell):
    assert "check" in complete(shell, ["listing-lint", "che"])
    assert "--min-confidence" in complete(shell, ["listing-lint", "check", "--min-c"])
    assert "high" in complete(shell, ["listing-lint", "check", "--min-confidence", "h"])
    assert complete(shell, ["listing-lint", "chek", "--min"]).strip() == ""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_takes_the_script_for_completion(tmp_path):
    environment = os.environ | {"_LISTING_LINT_COMPLETE": "bash_source"}
    code = "from listing_lint.cli import main; main(prog_name='listing-lint')"
    script = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    program = tmp_path / "listing-lint"
    program.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    program.chmod(0o755)
    asked = f"{script.stdout}\nCOMP_WORDS=({program} expl) COMP_CWORD=1\n_listing_lint_completion {program}\n"
    done = subprocess.run(["bash", "-c", asked + 'echo "${COMPREPLY[@]}"'], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["explain"]


def paragraphs(command):
    parts = inspect.cleandoc(command.help).split("\n\n")
    return [" ".join(part.split()) for part in parts if not part.startswith("\b")]


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) or "main" for path, _ in COMMANDS])
def test_help_is_told_in_chinese(run, monkeypatch, path, command):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    options = [param for param in command.params if isinstance(param, click.Option)]
    for text in (*paragraphs(command), *(option.help for option in options)):
        assert not translated(text, "zh").isascii(), text
    told = run(*path, "--help").out
    assert told.startswith("用法:")
    assert "显示本帮助。" in told
    assert max(map(width, told.splitlines())) <= 100
    lines = [line.strip() for line in told.splitlines()]
    assert [line for line in lines if line.endswith(".") and line.isascii()] == []


@pytest.mark.parametrize("options", [("--lang", "zh", "--help"), ("--help", "--lang=zh-CN"), ("-h", "--lang", "zh")])
def test_help_heeds_the_option_for_the_language(run, options):
    assert run("check", *options).out.startswith("用法:")
    assert "报告什么:" in run("check", *options).out


def test_chinese_lines_are_broken_by_cells(run):
    chinese = [line for line in run("check", "--lang", "zh", "--help").out.splitlines() if not line.isascii()]
    assert len(chinese) > 40
    assert [line for line in chinese if width(line) > 80] == []
    assert [line for line in chinese if line.strip()[0] in "，。；、"] == []


def test_a_list_of_commands_tells_their_whole_first_sentence(run):
    assert "..." not in run("--help").out.split("Commands:")[1]


def test_who_starts_the_language_server_by_hand_is_told_of_the_page(run, monkeypatch):
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda stream: True, raising=False)
    result = run("server", "--lang", "en")
    assert result.code == 2
    assert "listing-lint serve" in result.err
