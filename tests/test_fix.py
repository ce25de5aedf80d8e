"""Fixes: what is written, that every other byte stays, and when nothing is written."""

import json
import stat

import pytest

from listing_lint.config import Config
from listing_lint.errors import ListingLintError
from listing_lint.fix import Session
from listing_lint.run import Run, Target
from listing_lint.streams import write_back

WIDE = "Blue dress （XS-5XL) in cotton, Material：soft"
PLAIN = "Blue dress (XS-5XL) in cotton, Material: soft"
ONLY = ("--isolated", "--select", "fullwidth-characters")

FILES = {
    "tab.tsv": "sku\ttitle\tdescription\nD-1\t{}\tSoft.\n",
    "plain.csv": 'sku;title;description\nD-1;{};"He said ""yes"""\n',
    "quoted.csv": 'sku,title,description\r\nD-1,"{}","Soft, ""warm""\r\nand wide."\r\n',
    "feed.json": '[{{"sku": "D-1",  "title": "\\u0042{}", "price": 5, "description": "Soft \\/ warm"}}]',
    "feed.jsonl": '{{"sku": "D-1", "title": "{}", "price": 5}}\n\n{{"sku":"D-2","title":"Red dress","price": 6}}\n',
    "feed.yaml": "# dresses\n- sku: D-1\n  title:   '{}'\n  price: 5\n  description: >\n    Soft\n    and warm.\n",
    "feed.xml": "<?xml version='1.0'?>\n<products><product sku='D-1'><title>{}</title><price>5</price>\n"
    "<description><![CDATA[<b>Soft</b>]]></description></product></products>\n",
    "page.html": "<html><body>\n<h1>{}</h1><p>$ 5 &amp; free</p>\n<p>Soft &eacute;</p></body></html>",
    "dress.md": "---\nsku: D-1\nprice: 5\n---\n# {}\n\nSoft *and* warm.\n",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        *((name, "utf-8") for name in FILES),
        *(("quoted.csv", encoding) for encoding in ("utf-8-sig", "utf-16", "gb18030")),
        ("feed.xml", "utf-16"),
        ("feed.jsonl", "utf-16"),
    ],
)
def test_a_fix_changes_its_words_and_no_other_byte(run, tmp_path, name, encoding):
    path = tmp_path / name
    path.write_bytes(FILES[name].format(WIDE).encode(encoding))
    result = run("check", path, *ONLY, "--fix")
    assert path.read_bytes() == FILES[name].format(PLAIN).encode(encoding)
    assert result.code == 0
    assert "1 findings fixed in 1 files" in result.err


def test_fixing_twice_is_fixing_once(run, tmp_path):
    path = tmp_path / "quoted.csv"
    path.write_bytes(FILES["quoted.csv"].format(WIDE).encode())
    run("check", path, *ONLY, "--fix")
    first = path.read_bytes()
    result = run("check", path, *ONLY, "--fix")
    assert path.read_bytes() == first
    assert "fixed" not in result.err


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("quoted.csv", "A ＂soft＂ dress", 'A ""soft"" dress'),
        ("feed.json", "A ＂soft＂ dress", 'A \\"soft\\" dress'),
        ("feed.yaml", "It＇s a dress", "It''s a dress"),
        ("feed.xml", "Soft ＆ warm", "Soft &amp; warm"),
        ("page.html", "Soft ＜b＞ warm", "Soft &lt;b&gt; warm"),
    ],
)
def test_what_is_written_is_escaped_for_its_place(run, tmp_path, name, before, after):
    path = tmp_path / name
    path.write_text(FILES[name].format(before), encoding="utf-8", newline="")
    run("check", path, *ONLY, "--fix")
    assert path.read_bytes().decode() == FILES[name].format(after)


def test_a_fix_that_would_break_its_cell_is_left_out_and_the_others_are_made(run, tmp_path):
    path = tmp_path / "catalog.csv"
    text = "sku,title,description\nD-1,Blue dress，soft,Warm.\nD-2,Red dress （XL),Warm.\n"
    path.write_text(text, encoding="utf-8")
    result = run("check", path, *ONLY, "--fix")
    assert path.read_text(encoding="utf-8") == text.replace("（", "(")
    assert "D-1" in result.out
    assert "D-2" not in result.out


def test_a_diff_is_shown_and_nothing_written(run, tmp_path):
    path = tmp_path / "tab.tsv"
    path.write_text(FILES["tab.tsv"].format(WIDE), encoding="utf-8")
    result = run("check", path, *ONLY, "--diff")
    assert result.code == 1
    assert f"-D-1\t{WIDE}\tSoft.\n+D-1\t{PLAIN}\tSoft.\n" in result.out
    assert path.read_text(encoding="utf-8") == FILES["tab.tsv"].format(WIDE)
    path.write_text(FILES["tab.tsv"].format(PLAIN), encoding="utf-8")
    assert run("check", path, *ONLY, "--diff").code == 0


def test_suppressed_and_known_findings_are_not_fixed(run, tmp_path):
    path = tmp_path / "tab.tsv"
    text = FILES["tab.tsv"].format(WIDE)
    path.write_text(text, encoding="utf-8")
    run("baseline", "create", path, *ONLY)
    run("check", path, *ONLY, "--fix", "--baseline", "listing-lint-baseline.json")
    assert path.read_text(encoding="utf-8") == text
    text = text.replace("D-1", "# listing-lint: ignore[all]\t\t\nD-1")
    path.write_text(text, encoding="utf-8")
    run("check", path, *ONLY, "--fix")
    assert path.read_text(encoding="utf-8") == text


def test_a_workbook_is_not_changed(run, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["sku", "title", "description"])
    book.active.append(["D-1", WIDE, "Soft."])
    book.save(tmp_path / "book.xlsx")
    before = (tmp_path / "book.xlsx").read_bytes()
    result = run("check", tmp_path / "book.xlsx", *ONLY, "--fix")
    assert "book.xlsx: a workbook is not changed in place; --fixed-copy" in result.err
    assert (tmp_path / "book.xlsx").read_bytes() == before


def test_a_file_with_damaged_bytes_is_not_changed(run, tmp_path):
    path = tmp_path / "tab.tsv"
    data = FILES["tab.tsv"].format(WIDE + " Größe Maß").encode().replace("ß".encode(), b"\xff", 1)
    path.write_bytes(data)
    result = run("check", path, *ONLY, "--fix")
    assert "not changed, because it has bytes that are not utf-8" in result.err
    assert path.read_bytes() == data


def test_unsafe_fixes_are_made_only_when_asked_for(run, tmp_path):
    path = tmp_path / "tab.tsv"
    text = FILES["tab.tsv"].format("Blue summer dress dress with pockets")
    path.write_text(text, encoding="utf-8")
    options = ("--isolated", "--select", "word-doubled")
    run("check", path, *options, "--fix")
    assert path.read_text(encoding="utf-8") == text
    run("check", path, *options, "--fix", "--unsafe-fixes")
    assert path.read_text(encoding="utf-8") == text.replace("dress dress", "dress")


@pytest.mark.parametrize(
    "options", [("-", "--fix"), ("--unsafe-fixes",), ("-", "--diff"), ("--fixed-copy", "a.csv", "--fix")]
)
def test_options_that_do_not_fit_are_told(run, options):
    assert run("check", *options, stdin="").code == 2


def test_mode_and_link_stay(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    (tmp_path / "link.csv").symlink_to(path)
    write_back(tmp_path / "link.csv", b"old", b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (tmp_path / "link.csv").is_symlink()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["feed.csv", "link.csv"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_bytes(b"edited")
    with pytest.raises(ListingLintError, match=r"feed.csv: changed while"):
        write_back(path, b"old", b"new")
    assert path.read_bytes() == b"edited"
    assert list(tmp_path.iterdir()) == [path]


def test_a_fix_makes_no_new_finding(tmp_path):
    path = tmp_path / "feed.json"
    product = {"sku": "D-1", "title": WIDE, "price": 5, "description": "Size：Asian size"}
    path.write_text(json.dumps([product]), encoding="utf-8")

    def rules():
        run = Run(Config())
        return {item.rule for _, findings in run.lint([Target(path, named=True)]) for item in findings}

    before = rules()
    session = Session(Run(Config()), ("safe", "unsafe"))
    write_back(path, *session.changed(Target(path, named=True)))
    assert session.count >= 1
    assert rules() < before


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("markup-shown", "Salt &amp; pepper&amp;nbsp;mill &#39;Duo&#39;", "Salt & pepper mill 'Duo'"),
        ("escape-shown", "A men\\'s caf\\u00e9 set_x000D_ \\ud83d\\ude0a", "A men's café set 😊"),
        ("encoding-broken", "cerÃ¡mica and cerÃ¡mica", "cerámica and cerámica"),
        ("space-doubled", "Coat  for   winter  days", "Coat for winter days"),
        ("unit-case-wrong", "Lamp 5v, 3 Kg and 50HZ", "Lamp 5V, 3 kg and 50Hz"),
        ("unit-space-missing", "Kettle 2200W, 3kg, 5W-30 oil", "Kettle 2200 W, 3 kg, 5W-30 oil"),
    ],
)
def test_safe_fixes(run, tmp_path, rule, before, after):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([{"sku": "D-1", "title": before, "price": 5}]), encoding="utf-8")
    run("check", path, "--isolated", "--select", rule, "--fix", "--language", "en")
    assert json.loads(path.read_text(encoding="utf-8"))[0]["title"] == after


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("phrase-literal", "Hit color bag, with hit color strap", "Contrast colour bag, with contrast colour strap"),
        (
            "conversion-off",
            "Height: 10 cm (6 in). Width: 10 cm (6 in).",
            "Height: 10 cm (3.94 in). Width: 10 cm (3.94 in).",
        ),
        ("body-weight-jin", "M (90-110 jin), L (120 jin)", "M (45-55 kg (99-121 lb)), L (60 kg)"),
        (
            "sign-lost",
            "It isn t small: 6 72 inches, 95 cotton 5 spandex",
            "It isn't small: 6.72 inches, 95% cotton 5% spandex",
        ),
        ("sign-lost", "Phone 8 128GB 12 256GB; men s case", "Phone 8+128GB 12+256GB; men's case"),
        ("words-glued", "Hot plug SupplyFor the server", "Hot plug Supply For the server"),
        ("markdown-shown", "**Material:** cotton\n# Care\n# Size", "Material: cotton\nCare\nSize"),
    ],
)
def test_unsafe_fixes(run, tmp_path, rule, before, after):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([{"sku": "D-1", "title": "A", "price": 5, "description": before}]), encoding="utf-8")
    options = ("--isolated", "--select", rule, "--language", "en", "--fix")
    run("check", path, *options)
    assert json.loads(path.read_text(encoding="utf-8"))[0]["description"] == before
    run("check", path, *options, "--unsafe-fixes")
    assert json.loads(path.read_text(encoding="utf-8"))[0]["description"] == after
