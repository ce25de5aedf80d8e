"""The server of the page: who may ask, what it answers, and that it keeps nothing."""

import csv
import http.client
import io
import json
import sys
import zipfile
from urllib.parse import urlsplit

import pytest

pytest.importorskip("starlette", reason="the web extra is not installed")
pytest.importorskip("uvicorn", reason="the web extra is not installed")

from openpyxl import Workbook, load_workbook

from listing_lint.config import Config
from listing_lint.faults import NAMES
from listing_lint.web.server import page_server

LARGEST = 300_000
FOUND = {"rule": "size-note-regional", "severity": "error"}


class Client:
    def __init__(self, address):
        parts = urlsplit(address)
        self.authority, self.root = parts.netloc, parts.path
        self.port = parts.port

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", self.root + path, **headers)

    def post(self, path, head, data=b"", **headers):
        line = head if isinstance(head, bytes) else json.dumps(head).encode()
        return self.ask("POST", self.root + path, line + b"\n" + data, **headers)

    def lint(self, name, data, **head):
        answer, body = self.post("lint", {"name": name, **head}, data)
        assert answer.status == 200
        return [json.loads(line) for line in body.splitlines()]


@pytest.fixture(scope="module")
def client(serve_page):
    return Client(serve_page(largest=LARGEST))


def sheet(*rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([["sku", "title", "description"], *rows])
    return stream.getvalue().encode()


CATALOG = sheet(
    ["D-1", "Dress, 100% cotton", "Asian size, choose well"], ["D-2", "Scarf, 100% wool", "Soft, 30 x 180 cm"]
)


def book(*rows):
    book = Workbook()
    for row in [["sku", "title", "description"], *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# Who may ask


def test_the_page_is_given_to_a_browser_on_this_computer(client):
    answer, body = client.get("", Sec_Fetch_Site="none")
    assert answer.status == 200
    assert b"static/page.js" in body
    assert client.get("static/page.js", Sec_Fetch_Site="same-origin")[0].status == 200


@pytest.mark.parametrize("path", ["/", "/data", "/wrong/", "/wrong/data", "//data", "/static/page.js", "/%00/data"])
def test_nothing_is_told_without_the_token(client, path):
    answer, body = client.ask("GET", path)
    assert answer.status == 404
    assert body == b"not found"


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:80", "127.0.0.1", "localhost:1", ""])
def test_a_foreign_host_is_refused(client, host):
    assert client.get("data", Host=host)[0].status == 403


def test_localhost_is_this_host(client):
    assert client.get("data", Host=f"localhost:{client.port}")[0].status == 200


@pytest.mark.parametrize("origin", ["http://attacker.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", ""])
def test_a_foreign_origin_is_refused(client, origin):
    # Without a body: what is refused is not read, and the answer may be lost behind a body that comes late.
    assert client.ask("POST", f"{client.root}lint", Origin=origin)[0].status == 403
    assert client.post("lint", {"name": "a.csv"}, CATALOG, Origin=f"http://{client.authority}")[0].status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_is_refused(client, site):
    assert client.get("", Sec_Fetch_Site=site)[0].status == 403


@pytest.mark.parametrize(
    "path",
    [
        "static/../app.py",
        "static/..%2fapp.py",
        "static/%2e%2e/app.py",
        "static//etc/passwd",
        "static/%2fetc%2fpasswd",
        "static/..%5capp.py",
        "static/",
        "static/page.js%00.css",
        "../data",
        "download/../data",
    ],
)
def test_only_the_files_of_the_page_are_given(client, path):
    answer, body = client.get(path)
    assert answer.status in (404, 405)
    assert b"import" not in body


def test_the_answers_forbid_all_but_the_page_itself(client):
    headers = client.get("")[0].headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


def test_a_preflight_of_another_site_is_refused(client):
    answer, _ = client.ask("OPTIONS", client.root + "lint", Origin="http://attacker.example")
    assert answer.status == 403


def test_the_server_listens_on_the_loopback_only():
    _, listener, _ = page_server(Config(), "en")
    assert listener.getsockname()[0] == "127.0.0.1"
    listener.close()


def test_each_server_has_its_own_token():
    addresses = []
    for _ in range(2):
        _, listener, address = page_server(Config(), "en")
        addresses.append(urlsplit(address).path)
        listener.close()
    assert addresses[0] != addresses[1]
    assert all(len(address) > 30 for address in addresses)


def test_a_file_too_large_is_refused(client):
    answer, body = client.post("lint", {"name": "a.csv"}, b"x" * LARGEST)
    assert answer.status == 413
    assert json.loads(body)["error"] == "too_large"


def test_a_file_too_large_is_refused_while_it_comes(client):
    pieces = iter([b'{"name": "a.csv"}\n', *[b"x" * 10_000] * 40])
    try:
        answer, _ = client.ask("POST", client.root + "lint", pieces)
        assert answer.status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # The server hung up while the rest was being sent, which refuses it too.
    assert client.get("")[0].status == 200


@pytest.mark.parametrize(
    "head",
    [
        r"",
        r"    not-json",
        r"    []",
        r'    "x"',
        r'    {"name": 1}',
        r'    {"settings": []}',
        r'    {"settings": {"markets": "../x"}}',
        r'    {"settings": {"platform": "../x"}}',
        r'    {"settings": {"language": "../"}}',
        r'    {"settings": {"confidence": "x"}}',
        r'    {"settings": {"profile": "../x"}}',
        r'    {"settings": {"profile": ["amazon"]}}',
        r'    {"edits": {}}',
        r'    {"edits": [{"listing": 1, "field": 0, "text": ""}]}',
        r'    {"edits": [{"listing": "", "field": 1e999, "text": ""}]}',
        r"    ",
    ],
)
def test_what_the_page_does_not_send_is_refused(client, head):
    answer, body = client.post("lint", head.strip().encode(), CATALOG)
    assert answer.status == 400
    assert json.loads(body)["error"] == "bad_request"


def test_a_name_is_a_label_and_never_a_path(client, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_bytes(CATALOG)
    for name in (str(secret), "../../etc/passwd.csv", "-", "C:\\x\\y.csv"):
        *_, result = client.lint(name, sheet(["X-1", "Scarf, 100% wool", "Asian size"]))
        assert "/" not in result["name"]
        assert [listing["id"] for listing in result["listings"]] == ["X-1"]


# What it answers


def test_a_file_is_linted(client):
    *_, result = client.lint("list.csv", CATALOG)
    (listing,) = result["listings"]
    assert (result["count"], result["faulty"]) == (2, 1)
    assert (listing["id"], listing["row"]) == ("D-1", 2)
    (finding,) = listing["findings"]
    assert {key: finding[key] for key in FOUND} == FOUND
    text = next(field["text"] for field in listing["fields"] if field["index"] == finding["field"])
    assert text[finding["start"] : finding["end"]] == "Asian size"
    assert set(finding["messages"]) == {"en", "zh"}


def test_the_page_knows_whatever_can_be_found(client):
    data = json.loads(client.get("data")[1])
    for name, rule in data["rules"].items():
        assert set(rule["summary"]) == {"en", "zh"}, name
        for words in data["texts"].values():
            assert {rule["severity"], rule["dispute"], f"about_{rule['dispute']}"} <= set(words), name
    assert set(NAMES) < set(data["rules"])


def test_positions_count_as_javascript_does(client):
    *_, result = client.lint("list.csv", sheet(["D-1", "Dress, 100% cotton", "\U0001f457\U0001f457 Asian size"]))
    finding = result["listings"][0]["findings"][0]
    units = "\U0001f457\U0001f457 Asian size".encode("utf-16-le")
    assert units[finding["start"] * 2 : finding["end"] * 2].decode("utf-16-le") == "Asian size"


def test_a_profile_reaches_the_rules(client):
    data = sheet(["S-1", "Cotton scarf, 100% cotton, " + "soft and warm " * 6, "30 x 180 cm"])
    *_, plain = client.lint("list.csv", data)
    *_, amazon = client.lint("list.csv", data, settings={"profile": "amazon"})
    assert "text-too-long" in amazon["by_rule"]
    assert "text-too-long" not in plain["by_rule"]


def test_settings_reach_the_rules(client):
    data = sheet(["H-1", "Hair dryer 2000W, 220V, EU plug", ""])
    *_, abroad = client.lint("list.csv", data, settings={"markets": ["US"]})
    *_, home = client.lint("list.csv", data, settings={"markets": ["DE"]})
    assert "voltage-unfit-market" in abroad["by_rule"]
    assert not home["by_rule"]


def test_a_file_without_listings_says_why(client):
    *_, result = client.lint("notes.txt", b"hello\nworld\n")
    assert result["count"] == 0
    assert result["skipped"][0]["fatal"]
    assert result["skipped"][0]["reasons"]


def spoilt():
    """A workbook whose sheet cannot be unpacked."""
    data = book(["A-1", "Dress", "Asian size"])
    sheet = zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/worksheets/sheet1.xml")
    start = sheet.header_offset + 30 + len(sheet.filename)
    return data[:start] + b"\xff" * 20 + data[start + 20 :]


BROKEN = [b"", b"PK\x03\x04broken", b"\x00" * 1000, b"<?xml version='1.0'?><a", b"{", spoilt()]


@pytest.mark.parametrize("data", BROKEN)
def test_broken_files_are_answered(client, data):
    for name in ("a.xlsx", "a.csv", "a.json", "a.xml"):
        *_, result = client.lint(name, data)
        assert result.get("error") != "internal"
        assert result.get("count", 0) == 0


def test_one_listing_is_linted_by_itself(client):
    fields = [{"role": "title", "name": "title", "text": "Dress"}, {"name": "description", "text": "Asian size"}]
    answer, body = client.post("listing", {"fields": fields, "settings": {}})
    assert answer.status == 200
    findings = json.loads(body)["findings"]
    assert [(finding["rule"], finding["field"]) for finding in findings if finding["field"] == 1] == [
        ("size-note-regional", 1)
    ]


def test_a_listing_may_hold_any_characters(client):
    fields = [{"role": "title", "name": "title", "text": "Dress \ud800 \x00 \u202e Asian size"}]
    assert client.post("listing", {"fields": fields})[0].status == 200


def test_the_workbook_is_marked(client):
    answer, body = client.post("download/workbook", {"name": "list.csv", "lang": "zh-CN"}, CATALOG)
    assert answer.status == 200
    result = load_workbook(io.BytesIO(body))
    assert result["list"]["C2"].fill.start_color.rgb == "00FFC7CE"
    assert "问题清单" in result.sheetnames


def test_the_report_is_a_page(client):
    _, body = client.post("download/report", {"name": "list.csv"}, CATALOG)
    assert body.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("make", [sheet, book])
def test_edits_go_into_the_file_and_nothing_else_changes(client, make):
    rows = [["D-1", "Dress", 'Asian size, "soft"'], ["D-2", "Coat", "Asian size"]]
    name = "list.csv" if make is sheet else "list.xlsx"
    data = make(*rows)
    *_, found = client.lint(name, data)
    listing = found["listings"][1]
    field = next(field["index"] for field in listing["fields"] if field["name"] == "description")
    edit = {"listing": listing["key"], "field": field, "text": 'Bust 88 cm, "EU 38"'}
    answer, body = client.post("download/file", {"name": name, "edits": [edit]}, data)
    assert answer.status == 200, body
    rows[1][2] = edit["text"]
    if make is sheet:
        assert body == sheet(*rows)
    else:
        values = [list(row) for row in load_workbook(io.BytesIO(body)).active.values]
        assert values[1:] == rows
    *_, again = client.lint(name, data, edits=[edit])
    assert again["by_rule"]["size-note-regional"] == 1


def test_safe_fixes_go_into_the_file(client):
    text = "Cup with lid，350 ml"
    for name, data in (("list.csv", sheet(["C-1", text, ""])), ("list.xlsx", book(["C-1", text, None]))):
        *_, found = client.lint(name, data)
        assert found["fixable"] == 1
        _, body = client.post("download/file", {"name": name}, data)
        *_, after = client.lint(name, body)
        assert "fullwidth-characters" not in after["by_rule"]


def test_an_edit_of_nothing_is_refused(client):
    edit = {"listing": "7", "field": 0, "text": "x"}
    assert client.post("download/file", {"name": "list.csv", "edits": [edit]}, CATALOG)[0].status == 400


def test_an_edit_of_a_formula_is_refused(client):
    stream = io.BytesIO(book(["D-1", "Dress", "Asian size"]))
    workbook = load_workbook(stream)
    workbook.active["C2"] = '=CONCAT("Asian"," size")'
    workbook.save(stream)
    with zipfile.ZipFile(stream) as parts:
        name = "xl/worksheets/sheet1.xml"
        changed = parts.read(name).replace(b"<v></v>", b"<v>Asian size</v>").replace(b"<v/>", b"<v>Asian size</v>")
        changed = changed.replace(b'<c r="C2">', b'<c r="C2" t="str">')
        data = rezipped(parts, {name: changed})
    *_, found = client.lint("list.xlsx", data)
    (listing,) = found["listings"]
    field = next(field["index"] for field in listing["fields"] if field["text"] == "Asian size")
    edit = {"listing": listing["key"], "field": field, "text": "EU 38"}
    answer, body = client.post("download/file", {"name": "list.xlsx", "edits": [edit]}, data)
    assert answer.status == 422
    assert "formula" in json.loads(body)["detail"]["en"]


def rezipped(parts, changed):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as copy:
        for name in [*parts.namelist(), *(changed.keys() - set(parts.namelist()))]:
            copy.writestr(name, changed[name] if name in changed else parts.read(name))
    return stream.getvalue()


def test_all_else_in_a_workbook_stays_as_it_was(client):
    with zipfile.ZipFile(io.BytesIO(book(["D-1", "Dress", "Asian size"], ["D-2", "Coat", "EU 38"]))) as parts:
        data = rezipped(parts, {"xl/vbaProject.bin": b"never run", "xl/cellimages.xml": b"<pictures/>"})
    *_, found = client.lint("list.xlsm", data)
    listing = found["listings"][0]
    field = next(field["index"] for field in listing["fields"] if field["text"] == "Asian size")
    edit = {"listing": listing["key"], "field": field, "text": 'EU 38 & "up"'}
    _, body = client.post("download/file", {"name": "list.xlsm", "edits": [edit]}, data)
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(body)) as after:
        assert after.namelist() == before.namelist()
        different = [name for name in after.namelist() if after.read(name) != before.read(name)]
    assert different == ["xl/worksheets/sheet1.xml"]
    assert load_workbook(io.BytesIO(body)).active["C2"].value == 'EU 38 & "up"'


def test_nothing_is_stored(client, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    client.lint("list.csv", CATALOG)
    for kind in ("report", "file"):
        assert client.post(f"download/{kind}", {"name": "list.csv"}, CATALOG)[0].status == 200
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named(run, monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("uvicorn", "listing_lint.web"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = run("serve", "--no-browser")
    assert result.code == 2
    assert "listing-lint[web]" in result.err
