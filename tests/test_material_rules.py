"""The material rules in each language with names for materials: what they find, and honest texts they leave alone."""

import pytest

from listing_lint import lint

FOUND = [
    (
        "es",
        {"title": "Vestido de verano para mujer", "description": "Cuello redondo, manga corta."},
        "material-missing",
    ),
    ("es", {"title": "Bolso de mano", "attributes": {"Material": "Cuero"}}, "leather-kind-missing"),
    ("es", {"title": "Falda de encaje"}, "fibre-missing"),
    ("es", {"title": "Camisa", "description": "Composición: 60% algodón, 30% poliéster"}, "fibre-shares-off"),
    ("es", {"title": "Funda de cojín de lino", "description": "Composición: 100% poliéster"}, "fibre-absent"),
    ("pt", {"title": "Vestido longo feminino"}, "material-missing"),
    ("pt", {"title": "Bolsa feminina", "description": "Material: couro"}, "leather-kind-missing"),
    ("pt", {"title": "Camiseta", "description": "50% algodão, 40% poliéster"}, "fibre-shares-off"),
    ("fr", {"title": "Robe longue pour femme"}, "material-missing"),
    ("fr", {"title": "Jupe en dentelle"}, "fibre-missing"),
    ("fr", {"title": "Sac à main en cuir"}, "leather-kind-missing"),
    ("fr", {"title": "Housse de coussin en lin", "description": "Composition : 100 % polyester"}, "fibre-absent"),
    ("de", {"title": "Damen Sommerkleid knielang"}, "material-missing"),
    ("de", {"title": "Handtasche aus Leder"}, "leather-kind-missing"),
    ("de", {"title": "Bluse aus Spitze"}, "fibre-missing"),
    ("de", {"title": "Kissenbezug aus Leinen", "description": "Material: 100% Polyester"}, "fibre-absent"),
    ("it", {"title": "Vestito estivo da donna"}, "material-missing"),
    ("it", {"title": "Borsa in pelle"}, "leather-kind-missing"),
    ("it", {"title": "Gonna in pizzo"}, "fibre-missing"),
    ("it", {"title": "Maglia", "description": "70% lana, 20% poliammide"}, "fibre-shares-off"),
    ("ru", {"title": "Платье женское летнее"}, "material-missing"),
    ("ru", {"title": "Сумка кожаная женская"}, "leather-kind-missing"),
    ("ru", {"title": "Блузка кружевная"}, "fibre-missing"),
    ("ru", {"title": "Свитер", "description": "Состав: 70% шерсть, 20% полиамид"}, "fibre-shares-off"),
    ("zh", {"title": "女士夏季连衣裙"}, "material-missing"),
    ("zh", {"title": "真丝围巾", "attributes": {"材质": "聚酯纤维"}}, "material-title-attribute-conflict"),
    ("es", {"title": "Bufanda de seda", "attributes": {"Material": "Poliéster"}}, "material-title-attribute-conflict"),
    ("de", {"title": "Schal aus Seide", "attributes": {"Material": "Polyester"}}, "material-title-attribute-conflict"),
    ("ru", {"title": "Платок шелковый", "attributes": {"Материал": "полиэстер"}}, "material-title-attribute-conflict"),
    ("fr", {"title": "Collier en or 18 carats", "attributes": {"Matière": "Alliage"}}, "precious-metal-over-base"),
    ("es", {"title": "Anillo de oro 18k", "attributes": {"Material": "Aleación"}}, "precious-metal-over-base"),
    ("fr", {"title": "Short en soie de glace"}, "trade-name-look-alike"),
    ("pt", {"title": "Shorts de seda gelo"}, "trade-name-look-alike"),
    ("de", {"title": "Ledertasche", "attributes": {"Material": "PU"}}, "leather-imitation-unsaid"),
    ("it", {"title": "Borsa in pelle", "attributes": {"Materiale": "Ecopelle"}}, "leather-imitation-unsaid"),
    ("ru", {"title": "Сумка из кожи", "attributes": {"Материал": "экокожа"}}, "leather-imitation-unsaid"),
]
HONEST = [
    ("es", {"title": "Vestido de lino para mujer", "description": "100% lino."}),
    ("es", {"title": "Bolso de piel sintética", "attributes": {"Material": "PU"}}),
    ("pt", {"title": "Vestido de algodão", "description": "Composição: 95% algodão, 5% elastano."}),
    ("fr", {"title": "Robe en coton", "description": "Doublure : 100 % polyester. Tissu : 100 % coton."}),
    ("fr", {"title": "Coussin effet lin", "description": "Composition : 100 % polyester"}),
    ("de", {"title": "Kleid aus Baumwolle", "description": "Obermaterial: 100% Baumwolle. Futter: 100% Polyester."}),
    ("de", {"title": "Tasche in Lederoptik", "attributes": {"Material": "PU"}}),
    ("it", {"title": "Gonna di lana", "description": "80% lana, 20% poliammide"}),
    ("ru", {"title": "Платье из хлопка", "description": "Состав: 95% хлопок, 5% эластан."}),
    ("ru", {"title": "Стол под мрамор", "attributes": {"Материал": "МДФ"}}),
    ("zh", {"title": "亚麻连衣裙", "attributes": {"成分": "100%亚麻"}}),
    ("zh", {"title": "仿皮手提包", "attributes": {"材质": "PU"}}),
]


def found(language, data):
    return {finding.rule for finding in lint({"language": language, **data}) if finding.kind.startswith("material")}


@pytest.mark.parametrize(("language", "data", "rule"), FOUND)
def test_a_fault_is_found_in_each_language(language, data, rule):
    assert rule in found(language, data)


@pytest.mark.parametrize("piece", ["a", "material", "material ", "material=", "Material: X™|", "a: ", " "])
def test_a_hostile_text_is_checked_in_linear_time(piece):
    assert lint({"title": "Dress", "language": "en", "description": piece * (60_000 // len(piece))}) is not None


@pytest.mark.parametrize(("language", "data"), HONEST)
def test_an_honest_text_is_left_alone(language, data):
    assert found(language, data) == set()
