"""Listings for measurements: written for this purpose, mixed by a seed, in six languages.

A listing has about 900 characters. What is drawn (figures, colours, order of sentences) differs from row to row, so
that no cache of texts hides the work. `FAULTS` are pieces that a rule of the default set finds; without them a listing
is honest.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

HEADER = ("SKU", "Title", "Description", "Brand", "Category", "Material", "Color", "Size", "Weight", "Price", "Stock")

# Language: category, title, material and the sentences of one product. {n}, {m} and {k} are figures.
_PRODUCTS: dict[str, list[tuple[str, str, str, str]]] = {
    "en": [
        ("Kitchen > Mugs", "Stoneware coffee mug {n} ml with handle", "Stoneware", "{n} ml"),
        ("Home > Storage", "Storage box with lid, {n} x {m} x {k} cm", "Polypropylene", "{n} x {m} x {k} cm"),
        ("Garden > Tools", "Hand trowel with ash handle, {k} cm blade", "Stainless steel, ash wood", "{n} mm"),
        ("Books > Notebooks", "Lined notebook A5, {n} pages, cloth cover", "Paper, cotton cloth", "A5"),
        ("Toys > Puzzles", "Wooden puzzle with {n} pieces for rainy days", "Birch plywood", "{n} pieces"),
        ("Home > Cushions", "Cushion cover {m} x {m} cm with hidden zip", "100% cotton", "{m} x {m} cm"),
    ],
    "de": [
        ("Küche > Tassen", "Kaffeebecher aus Steinzeug, {n} ml", "Steinzeug", "{n} ml"),
        ("Garten > Werkzeug", "Handschaufel mit Eschenstiel, Blatt {k} cm", "Edelstahl, Esche", "{n} mm"),
        ("Wohnen > Kissen", "Kissenbezug {m} x {m} cm mit Reißverschluss", "100 % Baumwolle", "{m} x {m} cm"),
    ],
    "fr": [
        ("Cuisine > Tasses", "Tasse à café en grès, {n} ml", "Grès", "{n} ml"),
        ("Jardin > Outils", "Transplantoir à manche en frêne, lame de {k} cm", "Acier inoxydable, frêne", "{n} mm"),
        ("Maison > Coussins", "Housse de coussin {m} x {m} cm", "100 % coton", "{m} x {m} cm"),
    ],
    "es": [
        ("Cocina > Tazas", "Taza de café de gres, {n} ml", "Gres", "{n} ml"),
        ("Jardín > Herramientas", "Pala de mano con mango de fresno, hoja de {k} cm", "Acero inoxidable", "{n} mm"),
        ("Hogar > Cojines", "Funda de cojín {m} x {m} cm", "100 % algodón", "{m} x {m} cm"),
    ],
    "ru": [
        ("Кухня > Кружки", "Кружка для кофе, {n} мл, каменная керамика", "Керамика", "{n} мл"),
        ("Дом > Подушки", "Чехол для подушки {m} x {m} см на молнии", "Хлопок 100%", "{m} x {m} см"),
    ],
    "zh": [
        ("厨房 > 杯子", "陶瓷咖啡杯 {n} 毫升", "陶瓷", "{n} 毫升"),
        ("家居 > 抱枕", "隐形拉链抱枕套 {m} x {m} 厘米", "100% 棉", "{m} x {m} 厘米"),
    ],
}  # fmt: skip

_SENTENCES: dict[str, list[str]] = {
    "en": [
        "The edges are rounded by hand, so nothing catches on a sleeve or scratches the table.",
        "It weighs {n} g and stands firmly even when it is only half full.",
        "We tested {k} samples for {m} days in an ordinary household before we chose this one.",
        "The colour in the photographs was compared with the product in daylight.",
        "One piece comes in a plain box of recycled cardboard, {n} mm long.",
        "Clean it with warm water and a soft cloth; do not use a scouring pad.",
        "The maker has worked in the same small town for {m} years and still packs every order himself.",
        "If a part breaks within two years, we send another one, and you keep what you have.",
        "Small differences in the grain are natural and make each piece a little different.",
        "The surface is treated with linseed oil and can be oiled again whenever it looks dry.",
        "It fits in a drawer that is {m} cm deep and needs no tools to put together.",
        "Customers use it in the kitchen, in the workshop and on long journeys.",
        "The instructions are short, printed in large letters and show every step in a drawing.",
        "Our packers check the count of {k} parts twice before the box is closed.",
    ],
    "de": [
        "Die Kanten sind von Hand gerundet, damit nichts am Ärmel hängen bleibt.",
        "Das Stück wiegt {n} g und steht auch halb gefüllt sicher auf dem Tisch.",
        "Wir haben {k} Muster {m} Tage lang in einem gewöhnlichen Haushalt geprüft.",
        "Die Farbe auf den Bildern wurde bei Tageslicht mit der Ware verglichen.",
        "Geliefert wird ein Stück in einer Schachtel aus Altpapier, {n} mm lang.",
        "Reinigen Sie es mit warmem Wasser und einem weichen Tuch.",
        "Der Hersteller arbeitet seit {m} Jahren in derselben kleinen Stadt.",
        "Geht innerhalb von zwei Jahren ein Teil kaputt, senden wir Ersatz.",
        "Kleine Unterschiede in der Maserung sind natürlich.",
        "Die Oberfläche ist mit Leinöl behandelt und lässt sich nachölen.",
    ],
    "fr": [
        "Les bords sont arrondis à la main pour ne rien accrocher.",
        "La pièce pèse {n} g et reste stable même à moitié pleine.",
        "Nous avons essayé {k} modèles pendant {m} jours dans une maison ordinaire.",
        "La couleur des photographies a été comparée à la lumière du jour.",
        "Une pièce est livrée dans une boîte en carton recyclé de {n} mm.",
        "Nettoyez-la à l'eau tiède avec un chiffon doux.",
        "Le fabricant travaille depuis {m} ans dans la même petite ville.",
        "Si une partie casse avant deux ans, nous en envoyons une autre.",
        "De petites différences dans le grain sont naturelles.",
        "La surface est traitée à l'huile de lin et peut être huilée de nouveau.",
    ],
    "es": [
        "Los bordes están redondeados a mano para que nada se enganche.",
        "La pieza pesa {n} g y se mantiene firme incluso a medio llenar.",
        "Probamos {k} modelos durante {m} días en una casa corriente.",
        "El color de las fotografías se comparó con el producto a la luz del día.",
        "Se entrega una pieza en una caja de cartón reciclado de {n} mm.",
        "Límpiela con agua tibia y un paño suave.",
        "El fabricante trabaja desde hace {m} años en el mismo pueblo.",
        "Si una parte se rompe antes de dos años, enviamos otra.",
        "Las pequeñas diferencias en la veta son naturales.",
        "La superficie está tratada con aceite de linaza.",
    ],
    "ru": [
        "Края скруглены вручную, чтобы ничего не цеплялось за рукав.",
        "Изделие весит {n} г и устойчиво стоит на столе.",
        "Мы проверяли {k} образцов в течение {m} дней в обычном доме.",
        "Цвет на фотографиях сравнили с товаром при дневном свете.",
        "В коробке из вторичного картона длиной {n} мм лежит одно изделие.",
        "Мойте тёплой водой и мягкой тканью.",
        "Мастер работает в том же городке уже {m} лет.",
        "Если часть сломается за два года, мы пришлём другую.",
        "Небольшие различия в рисунке естественны.",
    ],
    "zh": [
        "边缘经手工打磨，不会勾住衣袖，也不会划伤桌面。",
        "单件重 {n} 克，装半满时也能平稳放置。",
        "我们在普通家庭中用 {m} 天试用了 {k} 个样品。",
        "照片颜色已在日光下与实物对比。",
        "每件装在长 {n} 毫米的再生纸盒中。",
        "请用温水和软布清洁。",
        "制作者在同一座小城工作了 {m} 年。",
        "两年内如有部件损坏，我们会另寄一件。",
        "纹理略有差异属于自然现象。",
    ],
}

_COLORS: dict[str, tuple[str, ...]] = {
    "en": ("Blue", "Green", "Black", "Cream", "Grey"), "de": ("Blau", "Grün", "Schwarz"), "fr": ("Bleu", "Vert"),
    "es": ("Azul", "Verde"), "ru": ("Синий", "Серый"), "zh": ("蓝色", "灰色"),
}  # fmt: skip
_LANGUAGES = ("en",) * 10 + ("de", "de", "fr", "fr", "es", "es", "ru", "ru", "zh", "zh")
_LENGTH = 640

# A category, a title and a sentence that together hold a fault.
FAULTS: tuple[tuple[str, str, str], ...] = (
    ("Beauty > Hair dryers", "Travel hair dryer {n}0 W, 220V", "It folds flat and has a cable of 1.8 m."),
    ("Beauty > Hair dryers", "Hair dryer {n}0 W with three heat settings", "Strong airflow and a cold-shot button."),
    ("Clothing > Dresses", "Women's summer dress in ice silk", "Light and cool on hot days, {k} buttons."),
    ("Home > Storage", "Storage box with lid {n}x{m}x{k}", "Stackable, with two handles."),
    ("Clothing > T-shirts", "Men's T-shirt explosion models hit color", "Cotton jersey of {n} g."),
)


def _listing(pick: random.Random, number: int, faulty: bool, length: int) -> list[str]:
    language = "en" if faulty else pick.choice(_LANGUAGES)
    sentences = _SENTENCES[language]
    if faulty:
        category, title, first = pick.choice(FAULTS)
        material = size = ""
    else:
        category, title, material, size = pick.choice(_PRODUCTS[language])
        first = pick.choice(sentences)
    figures = {"n": pick.randint(110, 480), "m": pick.randint(30, 60), "k": pick.randint(11, 24)}
    text = [first.format(**figures)]
    left = length - len(text[0])
    while left > 0:
        text += (sentence.format(**figures) for sentence in pick.sample(sentences, 5))
        figures = {"n": pick.randint(110, 480), "m": pick.randint(30, 60), "k": pick.randint(11, 24)}
        left = length - sum(map(len, text))
    return [
        f"B-{number:07}",
        title.format(**figures),
        " ".join(text),
        pick.choice(("Nordhus", "Talvi", "Oakline", "Mirador")),
        category,
        material,
        pick.choice(_COLORS[language]),
        size.format(**figures),
        f"{pick.randint(120, 900)} g",
        f"{pick.randint(5, 80)}.{pick.randint(10, 99)}",
        str(pick.randint(0, 500)),
    ]


def rows(count: int, share: float, seed: int = 1, length: int = _LENGTH) -> Iterator[list[str]]:
    """``count`` listings, about ``share`` (0 to 1) of them faulty, each a row of the columns in `HEADER`.

    ``length`` is the least number of characters of a description.
    """
    pick = random.Random(seed)
    for number in range(1, count + 1):
        yield _listing(pick, number, pick.random() < share, length)


def write_csv(path: Path, count: int, share: float, seed: int = 1) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(count, share, seed))


def write_changed(source: Path, target: Path, every: int = 100) -> None:
    """``source`` with another word in one of ``every`` rows."""
    with source.open(encoding="utf-8", newline="") as old, target.open("w", encoding="utf-8", newline="") as new:
        writer = csv.writer(new)
        for number, row in enumerate(csv.reader(old)):
            if number and number % every == 0:
                row[2] += " It was packed again."
            writer.writerow(row)


def write_small(folder: Path, count: int, share: float = 0.05, seed: int = 1) -> None:
    """``count`` files of YAML in ``folder``, each with one listing."""
    folder.mkdir()
    for number, row in enumerate(rows(count, share, seed)):
        named = zip(HEADER, row, strict=True)
        text = "".join(f"{name}: {json.dumps(value)}\n" for name, value in named if value)
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")


def write_huge_cell(path: Path, characters: int, seed: int = 1) -> None:
    """One listing whose description has about so many ``characters``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(1, 0, seed, length=characters))


def write_wide(path: Path, count: int, columns: int, seed: int = 1) -> None:
    """``count`` listings with so many ``columns``; one in four of the further cells is filled."""
    pick = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        further = columns - len(HEADER)
        writer.writerow([*HEADER, *(f"Property {number}" for number in range(1, further + 1))])
        for row in rows(count, 0, seed):
            cells = (f"Part {pick.randint(1, 99)}" if pick.random() < 0.25 else "" for _ in range(further))
            writer.writerow([*row, *cells])
