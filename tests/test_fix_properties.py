"""What holds for fixes of any file: made twice they are made once, nothing new is found, no other byte changes."""

import csv
import html
import io
import json
import re
from collections import Counter
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from listing_lint.config import Config
from listing_lint.fix import RunLooks, fixed
from listing_lint.run import Overrides, Run, Target

FAULTS = [
    "（XS-5XL)", "Material：soft", "salt &amp; pepper", "wash&nbsp;cold", "&#39;", "itâ€™s", "cerÃ¡mica", "men\\'s",
    "warm_x000D_", "caf\\u00e9", "dress dress", "for  winter", "220v", "5 Kg", "2200W", "90-110 jin", "10 cm (6 in)",
    "2.0 kg / 5.5 lb", "fat MM", "explosion models", "Explosion Models", "SupplyFor the", "**Material:** cotton",
    "300Ｗ", "＂soft＂", "＜b＞", "a，b", "don t worry",
]  # fmt: skip
PLAIN = [
    "cotton",
    "Größe",
    "春季",
    "👗",
    '"quoted"',
    "it's",
    "a, b",
    "a;b",
    "x\\y",
    "50%",
    "<3",
    "& co",
    "- ",
    "#1",
    ": ",
]
WORDS = st.lists(st.sampled_from(FAULTS) | st.sampled_from(PLAIN), min_size=1, max_size=7)


@st.composite
def rows(draw):
    """Two or three products, whose words stand between marks."""
    count = draw(st.integers(2, 3))
    texts = [" ".join(draw(WORDS)) for _ in range(2 * count)]
    marked = [f"Begin{number} {text} End{number}" for number, text in enumerate(texts)]
    return [
        {"sku": f"D-{number}", "title": marked[2 * number], "price": "5", "description": marked[2 * number + 1]}
        for number in range(count)
    ]


def as_csv(products, delimiter, quoting, end):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(products[0]), delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writeheader()
    writer.writerows(products)
    return stream.getvalue()


def as_markup(products, form, whole):
    return whole.format(
        "".join(form.format(**{key: html.escape(value, quote=False) for key, value in row.items()}) for row in products)
    )


XML = (
    "<product sku='{sku}'><title>{title}</title><price>{price}</price>"
    "<description>{description}</description></product>\n"
)
HTML = (
    '<div itemscope itemtype="https://schema.org/Product"><i itemprop="sku">{sku}</i><h1 itemprop="name">{title}</h1>'
    '<p itemprop="description">{description}</p></div>\n'
)
FORMS = {
    "a.csv": lambda rows: as_csv(rows, ",", csv.QUOTE_MINIMAL, "\r\n"),
    "b.csv": lambda rows: as_csv(rows, ";", csv.QUOTE_ALL, "\n"),
    "a.tsv": lambda rows: as_csv(rows, "\t", csv.QUOTE_MINIMAL, "\n"),
    "a.json": lambda rows: json.dumps(rows, ensure_ascii=False, indent=1),
    "b.json": lambda rows: json.dumps(rows),
    "a.jsonl": lambda rows: "".join(json.dumps(row, ensure_ascii=False) + "\r\n" for row in rows),
    "a.yaml": lambda rows: yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=40),
    "b.yaml": lambda rows: yaml.safe_dump(rows, default_style='"', sort_keys=False),
    "a.xml": lambda rows: as_markup(rows, XML, "<products>\n{}</products>\n"),
    "a.html": lambda rows: as_markup(rows, HTML, "<html><body>\n{}</body></html>\n"),
    "a.md": lambda rows: "---\nsku: {sku}\nprice: 5\n---\n# {title}\n\n{description}\n".format(**rows[0]),
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "cp1252"]
MARKED = re.compile(r"Begin(\d+)\b.*?\bEnd\1", re.DOTALL)


def encoded(text, encoding):
    """``text`` in ``encoding``, without the characters that it lacks."""
    return "".join(c for c in text if c.encode(encoding, "ignore")).encode(encoding)


def counts(linted):
    return Counter((number, item.rule) for number, (_, findings) in enumerate(linted) for item in findings)


@settings(max_examples=40)
@given(rows(), st.sampled_from(sorted(FORMS)), st.sampled_from(ENCODINGS), st.booleans())
def test_fixes_of_any_file(products, name, encoding, unsafe):
    data = encoded(FORMS[name](products), encoding)
    run = Run(Config(), Overrides(encoding=encoding, min_confidence="low", language="en"))
    looks = RunLooks(run, Target(Path(name), named=True))
    safeties = ("safe", "unsafe") if unsafe else ("safe",)

    def fix(content):
        return fixed(name, content, encoding, looks, safeties).data

    before = looks.lint(data)
    after = fix(data)
    assert fix(after) == after
    assert counts(looks.lint(after)) <= counts(before)
    assert MARKED.sub("", after.decode(encoding)) == MARKED.sub("", data.decode(encoding))
    assert after.decode(encoding).encode(encoding) == after
    bare = encoding.removesuffix("-sig")
    assert after[:3] == data[:3] or bare != encoding
    if after == data:
        return
    assert counts(looks.lint(after)).total() < counts(before).total()
