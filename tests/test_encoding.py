"""Bytes to text."""

import pytest

from listing_lint.errors import ReadError
from listing_lint.read.declared import declared_encoding
from listing_lint.read.encoding import breaks, decode, decoded

TEXTS = {
    "de": "sku,Titel\nA1,Größe M für Mädchen – weiß\nA2,Schön",
    "fr": "sku,titre\nA1,Robe d'été à manches courtes, créée pour vous\n",
    "ru": "артикул;название\nA1;Платье женское летнее\nA2;НОСКИ\n",
    "zh": "编号,标题\nA1,女士连衣裙 夏季新款 尺寸偏小一码\nA2,颜色\n",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_unicode_encodings_are_told_apart(language, encoding):
    text = TEXTS[language]
    if encoding == "gb18030" and language != "zh":
        pytest.skip("only Chinese files come in GB18030")
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(("language", "encoding"), [("ru", "cp1251"), ("de", "cp1252"), ("fr", "cp1252")])
def test_single_byte_encodings_are_told_apart(language, encoding):
    text, name, problems = decode(TEXTS[language].replace("–", "-").encode(encoding))
    assert (text, name, problems) == (TEXTS[language].replace("–", "-"), encoding, [])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Größe", "cp1252"),
        ("été", "cp1252"),
        ("Niño", "cp1252"),
        ("25°C", "cp1252"),
        ("Цвет", "cp1251"),
        ("РАЗМЕР", "cp1251"),
        ("Материал: хлопок", "cp1251"),
        ("材质", "gb18030"),
        ("尺寸,颜色", "gb18030"),
    ],
)
def test_a_single_word_is_enough(text, encoding):
    assert decode(("sku,title\nA-1," + text).encode(encoding))[:2] == ("sku,title\nA-1," + text, encoding)


def test_letters_at_the_very_end_are_seen():
    data = b"sku,title\n" + b"A,shirt\n" * 50_000 + "B,Größe".encode("cp1252")
    assert decode(data)[1] == "cp1252"


def test_a_byte_order_mark_is_not_text():
    assert decode(b"\xef\xbb\xbfname") == ("name", "utf-8", [])


def test_damage_is_reported_with_byte_and_line():
    text, name, problems = decode("Größe\r\nMädchen\nK".encode() + b"\xff" + "öln für".encode(), path="a.csv")
    assert (text, name) == ("Größe\r\nMädchen\nK\ufffdöln für", "utf-8")
    (problem,) = problems
    assert problem.location.line == 3
    assert "the bytes FF at byte 19 are not utf-8" in problem.message
    assert "GB18030" in problem.message


def test_a_named_encoding_is_used_and_not_doubted():
    assert decode("Größe".encode("latin-1"), "latin-1")[0] == "Größe"
    problems = decode("Größe".encode("cp1252"), "utf-8")[2]
    assert problems
    assert "were tried" not in problems[0].message


def test_endless_damage_is_counted():
    text, _, problems = decode(b"\xff" * 1000, "utf-8")
    assert text == "\ufffd" * 1000
    assert len(problems) == 21
    assert problems[-1].message.startswith("980 more places")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "cp1251"])
def test_blocks_may_cut_characters(encoding):
    text = "Платье 1,5 м\r\nдлинное 🧵" if encoding != "cp1251" else "Платье 1,5 м\r\nдлинное"
    data = text.encode(encoding)
    for size in (1, 2, 3, 7):
        blocks = [data[start : start + size] for start in range(0, len(data), size)]
        assert "".join(decoded(blocks, encoding, "a.csv", pytest.fail)) == text


def test_a_cut_character_at_the_end_is_reported():
    text, _, problems = decode("mañana ñ ñ ñ".encode()[:-1])
    assert text == "mañana ñ ñ \ufffd"
    assert len(problems) == 1


def test_zeros_in_a_text_are_no_sign_of_utf_16():
    for row in (b"sku,title\nA,b\0c\n", b"sku,title\nA,bc\0c\n", b"sku,titles\nA,bc\0c\n"):
        assert decode(row * 20)[1] == "utf-8"


def test_an_unknown_encoding_is_refused():
    with pytest.raises(ReadError, match="no encoding 'klingon'"):
        decode(b"name", "klingon")


CODECS = ["idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "rot13", "hex", "zlib", "nothing"]


@pytest.mark.parametrize("name", [*CODECS, "utf-8\0"])
def test_what_is_no_encoding_of_files_is_refused(name):
    with pytest.raises(ReadError, match="there is no encoding"):
        decode("été".encode(), name)


@pytest.mark.parametrize("name", CODECS)
def test_a_document_cannot_choose_what_is_no_encoding_of_files(name):
    assert declared_encoding(f'<?xml version="1.0" encoding="{name}"?>'.encode(), "auto") == "auto"
    assert declared_encoding(f'<head><meta charset="{name}">'.encode(), "auto") == "auto"
    assert declared_encoding(b'<?xml version="1.0" encoding="windows-1251"?>', "auto") == "cp1251"


def test_line_breaks():
    assert breaks("a\r\nb\nc\rd\u2028e") == 3
