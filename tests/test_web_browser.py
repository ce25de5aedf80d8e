"""The page in a real browser: what a seller does with it, by mouse and by keyboard, in both languages."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
expect = playwright.expect
expect.set_options(timeout=60_000)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RED = "00FFC7CE"
ROWS = [
    ["sku", "title", "description"],
    ["D-1", "Dress, 100% cotton", "Asian size, choose well"],
    ["D-2", "Coat, 100% wool", "EU 38: bust 88 cm"],
    ["D-3", "Skirt, 100% linen", "Asian size"],
]


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(serve_page):
    return serve_page()


@pytest.fixture
def page(browser, address):
    context = browser.new_context(locale="en-US", accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    wrong, asked = [], []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    yield page
    context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith((address, "blob:"))] == []


def workbook():
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.title = "Shop"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table():
    stream = io.StringIO()
    csv.writer(stream).writerows(ROWS)
    return stream.getvalue().encode()


DROP = """([name, bytes]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([new Uint8Array(bytes)], name));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}));
    }
}"""


def drop(page, name, data):
    page.evaluate(DROP, [name, list(data)])


def dropped(page, name="shop.xlsx", data=None):
    drop(page, name, workbook() if data is None else data)
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def cards(page):
    return page.locator("#cards .card")


def text_of(card, label):
    return card.get_by_label(label, exact=True)


def taken(page, name):
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_bytes(), download.value.suggested_filename


def test_a_workbook_from_drop_to_download(page):
    dropped(page)
    expect(cards(page)).to_have_count(2)
    expect(page.locator("#result-text")).to_have_text("2 findings in 3 listings")
    expect(cards(page).first.locator(".under mark.error")).to_have_text("Asian size")

    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#result-text")).to_have_text("3 条商品中发现 2 处问题")
    expect(cards(page).first.locator(".badge")).to_have_text("错误")

    text_of(cards(page).first, "描述").fill("EU 38: bust 88 cm, waist 70 cm")
    expect(cards(page).first.locator(".findings")).to_contain_text("这里没有需要修改的了")
    expect(page.locator("#result-text")).to_have_text("3 条商品中发现 1 处问题")

    data, name = taken(page, "下载标注表格")
    assert name == "shop-marked.xlsx"
    book = load_workbook(io.BytesIO(data))
    sheet = book["Shop"]
    marked = {cell.coordinate: cell.fill.start_color.rgb for row in sheet for cell in row if cell.fill.fill_type}
    assert marked == {"C4": RED}
    assert "size-note-regional" in sheet["C4"].comment.text
    assert sheet["C2"].value == "EU 38: bust 88 cm, waist 70 cm"
    assert [[cell.value for cell in row] for row in sheet["A3:B4"]] == [row[:2] for row in ROWS[2:]]
    assert book["问题清单"]["A2"].hyperlink.location == "'Shop'!C4"


def test_the_fixed_file_has_the_edits_and_the_rest_as_it_was(page):
    dropped(page, "shop.csv", table())
    expect(page.get_by_role("button", name="Fixed file")).to_be_disabled()
    text_of(cards(page).nth(1), "description").fill('EU 38, "regular"')
    expect(cards(page).nth(1).locator(".findings")).to_contain_text("Nothing left to mend here")
    data, name = taken(page, "Fixed file")
    rows = [list(row) for row in ROWS]
    rows[3][2] = 'EU 38, "regular"'
    assert name == "shop-fixed.csv"
    assert list(csv.reader(io.StringIO(data.decode()))) == rows


def test_the_report_can_be_taken_and_filtered(page, browser, tmp_path):
    dropped(page)
    data, name = taken(page, "Report")
    assert name == "shop-report.html"
    (tmp_path / name).write_bytes(data)
    report = browser.new_page()
    report.goto((tmp_path / name).as_uri())
    expect(report.locator(".card")).to_have_count(2)
    report.get_by_role("searchbox").fill("linen")
    expect(report.locator(".card:visible")).to_have_count(1)
    report.get_by_role("button", name="Show all").click()
    report.locator('.bar[data-key="field"][data-value="description"]').click()
    expect(report.locator(".card:visible")).to_have_count(2)
    report.close()


def test_a_pasted_listing_is_checked_as_one_types(page):
    page.get_by_role("button", name="One listing").click()
    page.get_by_label("title", exact=True).press_sequentially("Hair dryer 2200 W")
    expect(page.locator(".findings")).to_contain_text("no input voltage is stated")
    page.get_by_label("attributes").fill("Voltage: 110-240 V\nPlug: EU plug and US plug")
    expect(page.locator(".findings")).not_to_contain_text("no input voltage is stated")


def test_findings_are_grouped_and_filtered(page):
    dropped(page, "shop.csv", table() + b'H-1,"Hair dryer 2200 W, 220-240 V",\r\n')
    page.get_by_role("button", name="By rule").click()
    page.locator("#groups button", has_text="plug").click()
    expect(cards(page)).to_have_count(1)
    expect(page.locator("#about")).to_contain_text("kinds of plug")
    page.locator("#groups button").first.click()
    page.locator("#severities button", has_text="Errors").click()
    expect(cards(page)).to_have_count(3)
    page.get_by_role("searchbox").fill("linen")
    expect(cards(page)).to_have_count(1)


def test_settings_are_applied_at_once(page):
    dropped(page, "shop.csv", b'sku,title\r\nH-1,"Hair dryer 2000 W, 220 V, EU plug"\r\n')
    expect(page.locator("#result-text")).to_contain_text("Nothing found")
    page.locator("#settings summary").click()
    page.get_by_role("checkbox", name="United States").check()
    expect(cards(page).first.locator(".findings")).to_contain_text("220 V")


def test_the_keyboard_is_enough(page):
    dropped(page)
    expect(page.locator("#result-title")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Marked workbook")).to_be_focused()
    words = cards(page).first.get_by_role("button", name="Show the words")
    words.focus()
    page.keyboard.press("Enter")
    area = text_of(cards(page).first, "description")
    expect(area).to_be_focused()
    assert area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)") == "Asian size"
    cards(page).first.get_by_role("button", name="Why?").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("size-note-regional")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_everything_one_can_use_has_a_name(page):
    dropped(page)
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, summary")]
            .filter((node) => node.checkVisibility())
            .filter((node) => !(node.innerText || node.labels?.[0]?.textContent || node.getAttribute("aria-label")))
            .map((node) => node.outerHTML)"""
    )
    assert unnamed == []
    assert page.evaluate("() => document.querySelectorAll('h1').length && !document.querySelector('[id=\"\"]')")


def test_a_narrow_screen_does_not_scroll_sideways(page):
    page.set_viewport_size({"width": 340, "height": 700})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 340
    dropped(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 340


def test_what_cannot_be_read_is_told(page):
    drop(page, "notes.txt", b"hello\nworld\n")
    expect(page.get_by_role("alert")).to_contain_text("No listings were found in this file")
    page.get_by_role("button", name="Choose another file").click()
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()


def test_a_text_in_a_listing_never_becomes_markup(page):
    hostile = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    escaped = hostile.replace("<", "&lt;")
    stream = io.StringIO()
    csv.writer(stream).writerows([ROWS[0], [hostile, f"Dress {hostile}", f"{escaped} Asian size"]])
    dropped(page, "<b>shop.csv", stream.getvalue().encode())
    assert page.locator("main img, main script, main b").count() == 0
    assert "<script>" in cards(page).first.locator("textarea").last.input_value()
