"""Messages on input and settings: each that the source can raise or note has a Chinese text."""

from string import Formatter

import pytest
import yaml

from every_message import FOR_AUTHORS, ROOT, SAMPLE, messages
from listing_lint.texts import messages as catalog
from listing_lint.texts.messages import translated

CHINESE = yaml.safe_load((ROOT / "texts/messages/zh.yaml").read_text(encoding="utf-8"))
MODULES = [path for path in sorted(ROOT.rglob("*.py")) if not path.relative_to(ROOT).as_posix().startswith(FOR_AUTHORS)]
RAISED = {(path.relative_to(ROOT).as_posix(), message) for path in MODULES for message in messages(path)}


def has_words(message):
    """False for values alone, such as a key and what is wrong with it."""
    return any(char.isalpha() for char in message.replace(SAMPLE, "").removeprefix(": rule."))


def names(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_source_is_read():
    assert len(RAISED) > 140
    assert ("read/excel.py", "it is hidden") in RAISED
    assert ("read/table.py", f"the table has {SAMPLE} columns; the first {SAMPLE} are read ({SAMPLE})") in RAISED


@pytest.mark.parametrize(("module", "message"), sorted(item for item in RAISED if has_words(item[1])))
def test_a_message_has_a_chinese_text_with_all_of_its_values(module, message):
    chinese = translated(message, "zh")
    assert not chinese.isascii()
    assert chinese.count(SAMPLE) == message.count(SAMPLE)


@pytest.mark.parametrize("message", CHINESE)
def test_both_texts_have_the_same_placeholders(message):
    assert names(message) == names(CHINESE[message])
    assert not CHINESE[message].isascii()


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        ("it is hidden", "该工作表已隐藏"),
        ("the sheet 'a: b' is not read: it is hidden", "未读取工作表 'a: b'：该工作表已隐藏"),
        ("a: b.csv: cannot be read: Permission denied", "a: b.csv: 无法读取：没有访问权限"),
        ("the bytes B2 at byte 7 are not gb18030 (UTF-8, UTF-16, GB18030, Windows-1251 and Windows-1252 were tried); "
         "they are read as \ufffd",
         "字节 B2（位于第 7 字节）不是 gb18030 编码（已试过 UTF-8、UTF-16、GB18030、Windows-1251 和 Windows-1252）；"
         "已按 \ufffd 读取"),
        ("not JSON: a comma is wanted here, not '}' (3 places, the first is here)",
         "不是正确的 JSON：此处应为逗号，而不是 '}'（共 3 处，此处为第一处）"),
        ("3 more: lines that are not JSON", "另有 3 处：不是正确 JSON 的行"),
        ("warning: x.csv:3: nothing is found that 'all' would hold back; remove it",
         "警告：x.csv:3: 没有 'all' 可忽略的问题；请删除这一项"),
        ("a table is wanted, such as {a = ...}", "此处应为表，例如 {a = ...}"),
        ("something that nobody foresaw", "something that nobody foresaw"),
    ],
)  # fmt: skip
def test_messages_stand_in_each_other(message, chinese):
    assert translated(message, "zh") == chinese
    assert translated(message, "en") == message


def test_a_message_full_of_messages_ends():
    endless = "warning: " * 10_000
    assert translated(endless, "zh").startswith("警告：警告：")


def test_the_most_specific_message_is_taken():
    pieces = [sum(map(len, item.pieces)) for item in catalog._templates("zh")]
    assert pieces == sorted(pieces, reverse=True)


def test_what_is_not_linted_is_told_in_chinese(run, tmp_path):
    file = tmp_path / "goods.csv"
    file.write_text('title,description\nCup,A "cup"\nCup,"red\nMug,big,blue\n', encoding="utf-8")
    told = run("check", file, tmp_path / "gone.csv", "--lang", "zh")
    assert f"{tmp_path / 'gone.csv'}: 找不到该文件或文件夹" in told.err
    assert "引号没有配对" in told.out
    assert "该行有 3 个单元格，列名有 2 个" in told.out


def test_a_document_without_products_is_told_with_what_is_wrong_in_it(run, tmp_path):
    file = tmp_path / "goods.json"
    file.write_text('{"a": 1 "b": 2}')
    told = run("check", file, "--lang", "zh").err
    assert "goods.json:1:9: 文件中没有找到商品" in told
    assert "不是正确的 JSON：此处应为逗号，而不是" in told


@pytest.mark.parametrize("output", ["text", "concise", "grouped", "html"])
def test_reports_for_people_tell_it_in_chinese(run, tmp_path, output):
    file = tmp_path / "goods.xlsx"
    file.write_bytes(b"PK\x03\x04 and no workbook")
    told = run("check", file, "--lang", "zh", "--output", output)
    assert "无法读取工作簿：文件已损坏或不是工作簿" in told.out


def test_errors_of_configuration_are_told_in_the_language_of_the_environment(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "listing-lint.toml").write_text('markts = ["US"]\n')
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "没有名为 'markts' 的设置项；是否指 'markets'？" in run("check", ".").err
    assert "--config 与 --isolated 不能同时使用" in run("check", ".", "--config", "x.toml", "--isolated").err


def test_reports_for_programs_stay_english(run, tmp_path):
    told = run("check", tmp_path / "gone.csv", "--lang", "zh", "--output", "json")
    assert told.json["summary"]["skipped"][0]["reason"] == "no such file or folder"
