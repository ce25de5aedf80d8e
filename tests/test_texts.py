"""The catalogs of texts: complete in both languages, and open to others by data alone."""

import re

import pytest

from listing_lint import texts as catalogs
from listing_lint.rules import DISPUTES, load_rules, parse_rule
from listing_lint.texts import known_language, languages, texts

ENGLISH = catalogs._catalog("en")
CHINESE = catalogs._catalog("zh")
KEYS = [(section, key) for section, keys in ENGLISH.items() for key in keys]


def forms(text):
    return list(text.values()) if isinstance(text, dict) else [text]


def placeholders(text):
    return {name for form in forms(text) for name in re.findall(r"\{(\w+)\}", form)}


def test_both_catalogs_have_the_same_keys():
    assert {(section, key) for section, keys in CHINESE.items() for key in keys} == set(KEYS)


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_the_placeholders_agree(section, key):
    english, chinese = ENGLISH[section][key], CHINESE[section][key]
    assert placeholders(english) == placeholders(chinese)
    assert isinstance(english, dict) == isinstance(chinese, dict)
    for text in (english, chinese):
        assert all(form.strip() for form in forms(text))
        assert not isinstance(text, dict) or ("other" in text and text.keys() <= {"one", "other"})


def test_chinese_texts_are_chinese():
    same = {key for section, key in KEYS if ENGLISH[section][key] == CHINESE[section][key]}
    assert same <= {"language_name"}


def test_every_rule_has_both_texts():
    for rule in load_rules():
        assert set(rule.texts) >= {"en", "zh"}, rule.name
        for part in ("summary", "why", "message"):
            assert not rule.texts["zh"][part].isascii(), (rule.name, part)


def test_every_dispute_has_a_name():
    assert set(ENGLISH["common"]) >= DISPUTES


def test_numbers_agree_with_their_nouns():
    words = texts("en", "text")
    assert words.count("files", 1) == "1 file"
    assert words.count("files", 12_000) == "12,000 files"
    assert texts("zh", "text").count("files", 1) == "1 个文件"


@pytest.mark.parametrize("name", ["zh", "zh-CN", "zh_CN.UTF-8", "ZH-Hans"])
def test_chinese_is_known_by_its_usual_names(name):
    assert known_language(name) == "zh"


@pytest.mark.parametrize("name", ["C.UTF-8", "english", "fr", ""])
def test_other_names_are_no_language_of_messages(name):
    assert known_language(name) is None


def test_another_language_is_added_by_data_alone(tmp_path, monkeypatch):
    for code in ("en", "zh"):
        (tmp_path / f"{code}.yaml").write_bytes((catalogs._FOLDER / f"{code}.yaml").read_bytes())
    (tmp_path / "de.yaml").write_text("text:\n  files: {one: '{count} Datei', other: '{count} Dateien'}\n")
    monkeypatch.setattr(catalogs, "_FOLDER", tmp_path)
    cached = (languages, texts, catalogs._catalog)
    for function in cached:
        function.cache_clear()
    try:
        words = texts("de", "text")
        assert words.count("files", 2) == "2 Dateien"
        assert words["none"] == "Nothing was checked."
        rule = parse_rule(RULE, name="word-bad", family="test")
        assert rule.text("message", "de") == "“{found}” ist falsch"
        assert rule.text("message", "zh") == "{found} is wrong"
    finally:
        for function in cached:
            function.cache_clear()


RULE = """
summary: A word.
kind: boilerplate
why: Because.
severity: error
confidence: high
dispute: quality
message: "{found} is wrong"
check: {phrase: {any: [foo]}}
bad: [{title: "[[foo]]"}]
good: [bar]
de: {summary: Ein Wort., why: Darum., message: "“{found}” ist falsch"}
"""


def test_the_language_is_that_of_option_then_configuration_then_environment(run, catalog, monkeypatch):
    english, chinese = "What to do next", "接下来"
    assert english in run("check", catalog).out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert chinese in run("check", catalog).out
    (catalog.parent / "listing-lint.toml").write_text('lang = "en-GB"\n')
    assert english in run("check", catalog).out
    assert chinese in run("check", catalog, "--isolated").out
    assert chinese in run("check", catalog, "--lang", "zh-CN").out


def test_an_unknown_language_is_an_error(run, catalog):
    assert "en, zh" in run("check", catalog, "--lang", "klingon").err
    (catalog.parent / "listing-lint.toml").write_text('lang = "tlh"\n')
    result = run("check", catalog)
    assert result.code == 2
    assert "lang: one of en, zh is wanted" in result.err


def test_the_text_report_ends_with_what_to_do(run, catalog):
    out = run("check", catalog.name, "--select", "size-note-regional").out
    assert "listing-lint check catalog.csv --output xlsx=marked.xlsx" in out
    assert re.search(r"listing-lint explain size-note-regional\n$", out)
    named = catalog.rename(catalog.with_name("my list.csv"))
    assert 'listing-lint check "my list.csv" --output' in run("check", named.name).out
    named.rename(named.with_name("it's $HOME.csv"))
    assert "listing-lint check FILE --output" in run("check", "it's $HOME.csv").out
