"""The language of a text: script, small words, letter statistics."""

import os
import subprocess
import sys

import pytest

from listing_lint.facts import Facts
from listing_lint.facts.language import language_of, script_of
from listing_lint.read.mapping import listing_from_mapping

TEXTS = {
    "en": "A warm jacket for the winter, made of wool, with two pockets.",
    "es": "Una chaqueta de lana para el invierno, con dos bolsillos y forro suave.",
    "pt": "Um casaco de lã para o inverno, com dois bolsos e um forro que não pesa.",
    "fr": "Une veste en laine pour l'hiver, avec deux poches et une doublure douce.",
    "de": "Eine Jacke aus Wolle für den Winter, mit zwei Taschen und weichem Futter.",
    "it": "Una giacca di lana per l'inverno, con due tasche e una fodera che non pesa.",
    "nl": "Een jas van wol voor de winter, met twee zakken en een zachte voering.",
    "id": "Jaket wol untuk musim dingin dengan dua saku dan lapisan yang lembut.",
    "pl": "Kurtka z wełny na zimę, jest ciepła oraz lekka, do noszenia przez cały dzień.",
    "cs": "Bunda z vlny pro zimu, která je teplá a lehká, a není drahá.",
    "ru": "Куртка из шерсти для зимы, с двумя карманами и мягкой подкладкой.",
    "uk": "Куртка з вовни для зими, з двома кишенями та м'якою підкладкою.",
    "zh": "冬季羊毛外套，有两个口袋。",
    "ja": "冬のウールのジャケットで、ポケットが二つあります。",
    "ko": "겨울용 모직 재킷, 주머니 두 개.",
    "ar": "سترة صوفية للشتاء مع جيبين وبطانة ناعمة.",
    "th": "เสื้อแจ็กเก็ตขนสัตว์สำหรับฤดูหนาว",
    "he": "מעיל צמר לחורף עם שני כיסים",
    "el": "Μάλλινο μπουφάν για τον χειμώνα",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_a_sentence_tells_its_language(language, text):
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "X200 Pro", "Kraken 3000", "12 V 5 A", "Movado"])
def test_names_and_numbers_tell_nothing(text):
    assert language_of(text) is None


def test_a_few_foreign_characters_do_not_change_the_script():
    assert script_of("Foam bottle for the car 喷壶") == "latin"
    assert script_of("冬季新款 Nike Air 外套男女同款") == "han"


def test_the_declared_language_comes_first():
    declared = listing_from_mapping({"title": TEXTS["en"], "language": "fr"})
    assert Facts(declared).language == "fr"
    assert Facts(listing_from_mapping({"title": TEXTS["de"]})).language == "de"


def test_letter_statistics_are_read_only_for_long_texts_without_small_words():
    code = (
        "import sys; from listing_lint.facts.language import language_of;"
        f"language_of({TEXTS['en']!r}); assert 'langdetect' not in sys.modules;"
        "first = language_of('Ylellinen talvitakki pehmeällä vuorella '*9); assert first == 'fi', first"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
