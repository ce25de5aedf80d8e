"""What CI runs: the action's own script, the hook, and the recipes of docs/ci.md."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from listing_lint.cli import main
from listing_lint.cli.check import check
from listing_lint.report import FORMATS

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
RECIPES = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
DRYER = "sku,title,description\nD-1,Hair dryer 2200 W,Strong.\n"


def lint_step(folder, **inputs):
    """Runs the action's script as GitHub does, with its defaults and these inputs."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "lint")
    defaults = {name: entry["default"] for name, entry in ACTION["inputs"].items()}
    values = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], value)
        for name, value in step["env"].items()
    }
    program = folder / "bin" / "listing-lint"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT / 'src')!r})\n"
        "from listing_lint.cli import main\nmain(prog_name='listing-lint')\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    environment |= {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done, dict(line.split("=", 1) for line in (folder / "output").read_text().splitlines())


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
def test_the_action_annotates_and_writes_sarif(tmp_path):
    (tmp_path / "feeds one").mkdir()
    (tmp_path / "feeds one" / "$(touch pwned).csv").write_text(DRYER, encoding="utf-8")
    done, outputs = lint_step(tmp_path, paths="feeds one\n\n", markets="US,DE")
    assert done.returncode == 1
    assert "::error file=" in done.stdout
    assert outputs == {"sarif-file": "listing-lint.sarif", "exit-status": "1"}
    results = json.loads((tmp_path / "listing-lint.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "voltage-missing" in {result["ruleId"] for result in results}
    assert "voltage-missing" in (tmp_path / "summary").read_text(encoding="utf-8")
    assert not (tmp_path / "pwned").exists()


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
def test_the_inputs_of_the_action_are_options(tmp_path):
    (tmp_path / "a.csv").write_text(DRYER, encoding="utf-8")
    done, outputs = lint_step(tmp_path, paths="a.csv", fail_on="never", min_confidence="low", sarif_file="out.sarif")
    assert done.returncode == 0
    assert "voltage-missing" in done.stdout
    assert outputs == {"sarif-file": "out.sarif", "exit-status": "0"}


def test_every_input_of_the_action_is_used_and_documented():
    script = json.dumps(ACTION["runs"])
    rows = {
        name for row in re.findall(r"^\| (`.*?) \|", RECIPES, re.MULTILINE) for name in re.findall(r"`([\w-]+)`", row)
    }
    for name, entry in ACTION["inputs"].items():
        assert entry["description"]
        assert f"inputs.{name} " in script
        assert name in rows
    used = re.search(r"uses: OWNER/listing-lint.*?with:\n(.*?)\n      - ", RECIPES, re.DOTALL)[1]
    assert set(re.findall(r"^ {10}([a-z-]+):", used, re.MULTILINE)) <= set(ACTION["inputs"])


def test_the_recipes_are_yaml_and_their_commands_have_such_options():
    for block in re.findall(r"```yaml\n(.*?)```", RECIPES, re.DOTALL):
        assert isinstance(yaml.safe_load(block), dict)
    options = {name for param in check.params for name in param.opts}
    commands = re.findall(r"listing-lint check [^'\n]*", RECIPES)
    assert len(commands) >= 4
    for command in commands:
        assert set(re.findall(r"--[a-z-]+", command)) <= options
        assert set(re.findall(r"--output (\w+)", command)) <= set(FORMATS)


def test_the_hook_runs_on_the_files_that_it_names(tmp_path, monkeypatch):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert re.search(hook["files"], "feeds/catalog.csv")
    assert not re.search(hook["files"], "package.json")
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(DRYER, encoding="utf-8")
    assert CliRunner().invoke(main, [*hook["entry"].split()[1:], "--market", "US,DE", "a.csv"]).exit_code == 1


def test_pre_commit_stops_a_commit_until_the_listing_is_mended(tmp_path):
    pytest.importorskip("pre_commit", reason="needs pre-commit, which .[test] installs")
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    # The hook as it is, but without an environment of its own, which takes minutes to install.
    hook |= {"language": "system", "entry": f"{sys.executable} -m {hook['entry'].replace('-', '_', 1)}"}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (tmp_path / "a.csv").write_text(DRYER, encoding="utf-8")
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PRE_COMMIT_HOME": str(tmp_path / ".cache")}

    def call(*command):
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    call("git", "init", "--quiet")
    call("git", "add", "a.csv", "package.json", ".pre-commit-config.yaml")
    stopped = call(sys.executable, "-m", "pre_commit", "run")
    assert stopped.returncode == 1
    assert "voltage-missing" in stopped.stdout
    assert "package.json" not in stopped.stdout
    mended = DRYER.replace("Hair dryer 2200 W", '"Hair dryer 2200 W, AC 100-240 V, 50/60 Hz, EU plug (type F)"')
    (tmp_path / "a.csv").write_text(mended, encoding="utf-8")
    call("git", "add", "a.csv")
    assert call(sys.executable, "-m", "pre_commit", "run").returncode == 0
    manifest = call(sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert manifest.returncode == 0
