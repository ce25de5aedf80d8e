"""The configuration: where it is found, what it may say, and how its mistakes are told."""

from pathlib import Path

import pytest

from listing_lint.config import Config, find_config, load_config, parse_markets
from listing_lint.errors import ConfigError


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_configuration_wins(tmp_path):
    write(tmp_path / "listing-lint.toml", "")
    inner = write(tmp_path / "shop" / "pyproject.toml", "[tool.listing-lint]\n")
    write(tmp_path / "shop" / "feeds" / "pyproject.toml", "[project]\nname = 'x'\n")
    assert find_config(tmp_path / "shop" / "feeds") == inner
    assert find_config(tmp_path) == tmp_path / "listing-lint.toml"


def test_the_own_file_wins_over_pyproject_in_one_folder(tmp_path):
    own = write(tmp_path / "listing-lint.toml", "")
    write(tmp_path / "pyproject.toml", "[tool.listing-lint]\n")
    assert find_config(tmp_path) == own


def test_all_keys_are_read(tmp_path):
    text = """
        select = ["size"]
        ignore = ["size-note-regional"]
        min-severity = "warning"
        min-confidence = "low"
        fail-on = "never"
        include = ["*.csv"]
        exclude = ["old/*"]
        rules = ["our-rules"]
        markets = ["us", "UK"]
        language = "en"
        platform = "shopify"
        [columns]
        Naam = "title"
        [files."de/*.csv"]
        markets = ["DE"]
        encoding = "cp1252"
    """
    config = load_config(write(tmp_path / "listing-lint.toml", text))
    assert (config.select, config.ignore) == (("size",), ("size-note-regional",))
    assert (config.min_severity, config.min_confidence, config.fail_on) == ("warning", "low", "never")
    assert config.rules == (tmp_path / "our-rules",)
    assert config.defaults.markets == ("US", "GB")
    assert config.defaults.columns == {"Naam": "title"}
    german = config.for_file(str(tmp_path / "de" / "a.csv"))
    assert (german.markets, german.encoding, german.platform) == (("DE",), "cp1252", "shopify")
    assert config.for_file(str(tmp_path / "fr" / "a.csv")).markets == ("US", "GB")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("min-confidnce = 'low'", "unknown key 'min-confidnce'; did you mean 'min-confidence'?"),
        ("min-confidence = 'sure'", "min-confidence: one of high, medium, low is wanted, not 'sure'"),
        ("select = 3", "select: a list of texts is wanted"),
        ("markets = ['Germany']", "markets: 'GERMANY' is no country code"),
        ("[columns]\nName = 'titel'", "the column 'Name' has the unknown role 'titel'; did you mean 'title'?"),
        ("[files.'*.csv']\nmarket = ['US']", "unknown key 'market'; did you mean 'markets'?"),
        ("select = [", "not TOML"),
    ],
)
def test_mistakes_name_the_file_and_what_is_right(tmp_path, text, told):
    path = write(tmp_path / "listing-lint.toml", text)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert told in str(caught.value)


def test_worldwide_means_no_markets():
    assert parse_markets(["worldwide"]) == ()
    assert Config().defaults.markets == ()


def test_a_broken_configuration_exits_with_two(run, catalog, tmp_path):
    write(tmp_path / "listing-lint.toml", "colums = 1")
    result = run("check", catalog)
    assert result.code == 2
    assert "did you mean 'columns'" in result.err
    assert run("check", catalog, "--isolated", "--fail-on", "never").code == 0


def test_the_command_line_is_stronger_than_the_configuration(run, catalog, tmp_path):
    write(tmp_path / "listing-lint.toml", "select = ['size-note-regional']\nfail-on = 'never'\n")
    assert run("check", catalog).code == 0
    assert run("check", catalog, "--fail-on", "error").code == 1


def test_rules_of_the_user_run_beside_the_shipped_ones(run, catalog, tmp_path):
    rule = """
        summary: Winter goods.
        kind: mt-phrase
        why: A test of folders.
        severity: warning
        confidence: high
        dispute: understanding
        message: "“{found}” is cold"
        check: {phrase: {any: [winter]}}
        bad: ["A [[winter]] coat."]
        good: ["A summer coat."]
    """
    write(tmp_path / "ours" / "cold" / "winter-word.yaml", rule)
    write(tmp_path / "listing-lint.toml", "rules = ['ours']\nselect = ['cold']\n")
    result = run("check", catalog, "--output", "concise")
    assert "winter-word: “Winter” is cold" in result.out
    assert result.code == 0


def test_excluded_files_are_left_out_and_said(run, catalog, tmp_path):
    write(tmp_path / "listing-lint.toml", "exclude = ['catalog.csv']\n")
    result = run("check", catalog)
    assert result.code == 2
    assert "the configuration excludes it" in result.err


def test_no_nesting_breaks_the_loader(tmp_path):
    path = tmp_path / "listing-lint.toml"
    path.write_text("x = " + "[" * 5000 + "]" * 5000, encoding="utf-8")
    with pytest.raises(ConfigError, match="nested too deep"):
        load_config(path)


def test_a_configuration_is_made_of_files_of_its_repository(tmp_path):
    outer = write(tmp_path / "company.toml", "lang = 'zh'\n")
    part = tmp_path / "repository" / "part"
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    write(tmp_path / "repository" / "base.toml", "lang = 'zh'\n")
    write(part / ".git", "gitdir: ../.git/modules/part\n")
    path = write(part / "listing-lint.toml", "extends = '../base.toml'\n")
    assert load_config(path).lang == "zh"
    (part / "link.toml").symlink_to(outer)
    for name in ("../../company.toml", str(outer), "link.toml"):
        for key in ("extends", "vocabularies", "rules"):
            write(path, f"{key} = [{name!r}]\n")
            with pytest.raises(ConfigError, match="lies outside of the repository"):
                load_config(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no such devices")
def test_a_configuration_is_made_of_files_alone(run, catalog, tmp_path):
    for text in ("extends = '/dev/zero'", "vocabularies = '/dev/zero'"):
        write(tmp_path / "listing-lint.toml", text)
        result = run("check", catalog)
        assert result.code == 2
        assert "/dev/zero: cannot be read: not a file" in result.err
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "endless.yaml").symlink_to("/dev/zero")
    write(tmp_path / "listing-lint.toml", "rules = 'own'")
    assert run("check", catalog).code == 1


@pytest.mark.parametrize(("names", "most"), [("'{next}.toml'", 99), ("['{next}.toml', '{next}.toml']", 5)])
def test_a_configuration_may_not_build_on_ever_more(tmp_path, names, most):
    for number in range(150):
        write(tmp_path / f"{number}.toml", f"extends = {names.format(next=number + 1)}\n")
    with pytest.raises(ConfigError, match="extends more than 100 files"):
        load_config(tmp_path / "0.toml")
    write(tmp_path / f"{most}.toml", "lang = 'zh'\n")
    assert load_config(tmp_path / "0.toml").lang == "zh"
    write(tmp_path / f"{most}.toml", f"extends = {names.format(next=most + 1)}\n")
    write(tmp_path / f"{most + 1}.toml", "lang = 'zh'\n")
    with pytest.raises(ConfigError, match="extends more than 100 files"):
        load_config(tmp_path / "0.toml")
