"""The promise of every finding: at its place in the file stand its words, whatever the format and the encoding."""

import json

import pytest

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "cp1251")
CONTEXT = {"cp1251": "Платье летнее хлопок", "gb18030": "夏季连衣裙 纯棉 女装"}
PROLOG = {"utf-8-sig": "utf-8"}

FORMATS = {
    "list.csv": (
        'sku,title,description\nA-1,"{context}","{context}; first ""line""\nthen Asian size here"\n'
        "A-2,{context},Asian size\n"
    ),
    "list.tsv": "sku\ttitle\tdescription\nA-1\t{context}\t{context} Asian size\n",
    "semicolon.csv": "sku;title;description\nA-1;{context};{context} Asian size\n",
    "pipe.csv": "sku|title|description\nA-1|{context}|{context} Asian size\n",
    "html.csv": (
        "sku,title,description\n"
        'A-1,{context},"<p class=""x"">{context} &amp; more</p><ul><li><b>Asian size</b></li></ul>"\n'
    ),
    "list.json": (
        '{{"products": [\n {{"sku": "A-1", "title": "{context}",\n'
        '  "description": "{context}\\n\\u0041sian? Asian size"}}]}}\n'
    ),
    "list.jsonl": '{{"id": "A-1", "title": "{context}", "description": "{context} \\"x\\" Asian size"}}\n',
    "list.yaml": (
        "products:\n  - sku: A-1\n    title: {context}\n    price: 5\n"
        "    description: >-\n      {context}\n      Asian size\n"
    ),
    "feed.xml": (
        '<?xml version="1.0" encoding="{prolog}"?>\n<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>\n'
        "<g:id>A-1</g:id><title>{context}</title><g:price>5 USD</g:price>\n"
        "<description>{context} &amp; more <![CDATA[and Asian size]]></description></item></channel></rss>\n"
    ),
    "page.html": (
        '<!DOCTYPE html><html><head><meta charset="{prolog}"><title>{context}</title></head><body>'
        '<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">{context}</h1>\n'
        '<p itemprop="description">{context} &amp; <b>Asian size</b></p></div></body></html>\n'
    ),
    "product.md": (
        "---\nsku: A-1\ntitle: {context}\nprice: 5\n---\n\n# {context}\n\nSome words.\n\n{context} Asian size\n"
    ),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_words_stand_at_their_place(run, tmp_path, name, encoding):
    context = CONTEXT.get(encoding, "Été — 连衣裙 платье")
    text = FORMATS[name].format(context=context, prolog=PROLOG.get(encoding, encoding))
    (tmp_path / name).write_bytes(text.encode(encoding))
    told = encoding.startswith("utf") or name.endswith((".xml", ".html"))
    options = [] if told else ["--encoding", encoding]
    result = run("check", name, "--isolated", "--select", "size-note-regional", "--output", "json", *options)
    assert result.code == 1, result.err
    lines = (tmp_path / name).read_bytes().decode(encoding).split("\n")
    findings = json.loads(result.out)["findings"]
    assert findings
    for finding in findings:
        place = finding["location"]
        assert lines[place["line"] - 1][place["column"] - 1 :].startswith(finding["text"])


@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_workbooks_name_sheet_and_cell(run, tmp_path, suffix):
    rows = [["Our catalog"], ["sku", "title", "description"], ["A-1", "Платье", "Asian size"], ["A-2", "Шарф", "ok"]]
    path = tmp_path / f"book.{suffix}"
    if suffix == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        book.active.title = "Товары"
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("Товары")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        book.save(path)
    result = run("check", path, "--isolated", "--select", "size-note-regional", "--output", "json")
    (finding,) = json.loads(result.out)["findings"]
    place = finding["location"]
    assert (place["sheet"], place["cell"], place["record"], place["line"]) == ("Товары", "C3", 3, None)
