"""What headers and names of attributes mean."""

import pytest

from listing_lint.errors import ReadError
from listing_lint.read.columns import attribute_role, fold
from listing_lint.read.platforms import generic, platform, platforms, recognise


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("g:image_link", "image link"),
        ("imageLink", "image link"),
        ("Option1 Name", "option 1 name"),
        ("Catégorie", "categorie"),
        ("商品标题", "商品标题"),
        ("\ufeff ID*", "id"),
        ("Тип", "тип"),
        ("GTINCode", "gtin code"),
    ],
)
def test_folding(name, folded):
    assert fold(name) == folded


@pytest.mark.parametrize(
    "name",
    [
        "Color (product.metafields.shopify.color-pattern)",
        "Google Shopping / Gender",
        "Material",
        "Voltage",
        "Ring size",
        "Chain Length",
        "Country of Origin",
        "Battery Capacity (mAh)",
        "Größe",
        "材质",
        "Состав",
        "Warranty Period",
        "Quantity",
        "Energy Rating",
        "Photo Paper Size",
        "Link style",
        "Age group",
        "Model Number",
        "Position",
        "วัสดุ",
    ],
)
def test_what_a_buyer_reads_is_an_attribute(name):
    assert attribute_role(name) == "attribute"


@pytest.mark.parametrize(
    "name",
    [
        "Variant Grams",
        "Variant Price",
        "SEO Title",
        "image_link",
        "Regular Price",
        "Stock",
        "库存",
        "price",
        "Handle",
        "Product rating count (product.metafields.reviews.rating_count)",
        "custom_label_0",
        "shipping_weight",
        "Ships From",
        "Search product boosts (product.metafields.shopify--discovery--product_search_boost.queries)",
        "url",
        "created_at",
        "Google Shopping / Condition",
        "HS Code",
        "Meta description",
        "Tax status",
        "Tình trạng",
        "Цена",
        "In stock?",
    ],
)
def test_plumbing_is_internal(name):
    assert attribute_role(name) == "internal"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Vendor", "brand"),
        ("品牌", "brand"),
        ("Tags", "tag"),
        ("google_product_category", "category"),
        ("Type", "category"),
    ],
)
def test_other_roles(name, role):
    assert attribute_role(name) == role


@pytest.mark.parametrize(
    ("headers", "role"),
    [
        (["标题", "título", "titre", "Titel", "Наименование", "Nome do produto", "Product Name"], "title"),
        (["描述", "descripción", "descrição", "description", "Beschreibung", "Описание", "Body HTML"], "description"),
        (["品牌", "marca", "marque", "Hersteller", "Бренд", "brand_name"], "brand"),
        (["类目", "categoría", "categoria", "catégorie", "Kategorie", "Категория"], "category"),
        (["标签", "etiquetas", "palavras-chave", "mots-clés", "Schlagwörter", "Метки"], "tag"),
        (["颜色", "talla", "cor", "taille", "Größe", "Размер", "material"], "attribute"),
        (["价格", "precio", "preço", "prix", "Preis", "Цена", "price"], "internal"),
        (["卖点1", "bullet_point1", "Feature 2", "points forts"], "bullet"),
    ],
)
def test_headers_in_many_languages(headers, role):
    assert {header: generic().column(header).role for header in headers} == dict.fromkeys(headers, role)


def test_a_column_says_why_it_was_understood_so():
    assert platform("shopify").column("Body (HTML)").reason == "a column of shopify"
    assert platform("shopify").column("Handle").reason == "a column of shopify: group"
    assert platform("shopify").column("Option2 Value").reason == "a column of shopify: option value 2"
    assert generic().column("Thread count").reason == "no known name: read as a property"
    assert generic().column("Image Src").role is None


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (["Handle", "Title", "Body (HTML)", "Option1 Name", "Variant SKU"], "shopify"),
        (["Title", "URL handle", "Description", "Option1 name", "Option1 value"], "shopify"),
        (["ID", "Тип", "Артикул", "Имя", "рекомендуемый?", "Видимость в каталоге", "Базовая цена"], "woocommerce"),
        (["sku", "attribute_set_code", "product_websites", "name"], "magento"),
        (["handleId", "fieldType", "name"], "wix"),
        (["id", "title", "image_link", "availability", "mpn", "price"], "google-merchant"),
        (["id", "title", "image_link", "availability", "mpn", "fb_product_category"], "meta"),
        (["id", "title", "image_link", "availability", "free_shipping_label"], "pinterest"),
        (["aw_deep_link", "product_name", "aw_product_id"], "awin"),
        (["id", "currencyId", "categoryId", "vendorCode", "name"], "yandex"),
        (["item_sku", "item_name", "bullet_point1", "parent_sku"], "amazon"),
        (["*Action(SiteID=US)", "*Title", "*ConditionID", "C:Brand", "PicURL"], "ebay"),
        (["SellerSku", "primary_category", "special_price", "package_weight"], "lazada"),
        (["ps_category", "ps_product_name", "ps_price"], "shopee"),
        (["styleId", "vendorSkuCode", "articleType"], "myntra"),
        (["productId", "subject", "skuPropertyValue"], "aliexpress"),
        (["offerId", "起批量", "供应商"], "alibaba"),
        (["sku", "title", "description", "color"], "generic"),
        (["title", "description"], "generic"),
    ],
)
def test_platforms_are_recognised_by_their_columns(headers, name):
    assert recognise(headers).name == name


@pytest.mark.parametrize("item", platforms().values(), ids=lambda item: item.name)
def test_every_platform_knows_its_own_marks(item):
    assert item.name == "generic" or item.marks
    assert "title" in item.names.values() or item.name in ("generic", "meta", "pinterest")


def test_numbers_in_headers_pair_names_with_values():
    shop = platform("woocommerce")
    assert shop.part("Attribute 2 name") == "attribute_name:2"
    assert shop.part("Attribute 2 value(s)") == "attribute_value:2"


def test_an_unknown_platform_is_refused():
    with pytest.raises(ReadError, match="no platform 'bonanza'; one of"):
        platform("bonanza")
