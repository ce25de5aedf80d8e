"""From a header or an attribute's name to its role."""

from __future__ import annotations

import re
from functools import lru_cache

from listing_lint.model import Role

_ROLES: tuple[tuple[Role, str], ...] = (
    (
        "internal",
        r"(variant )?(sku|price|grams|barcode|weight unit|image|taxable|requires shipping|fulfillment service|"
        r"inventory.*|compare at price)|id|gtin|ean|upc|mpn|handle|link|image.*|.*price|currency|stock|status|"
        r"availability|condition|published|seo .*|rating.*|.*rating[ _]count.*|custom_label.*|ships from|shipping.*|"
        r"manufacturer stock number",
    ),
    ("category", r"(product |google_?product_?)?categor(y|ies)|product[ _]?type|type|.*product category|collection|"
                 r"google_product_category|attribute_set_code|field:category|breadcrumbs?"),
    ("tag", r"(product )?tags?|keywords?|search terms|title_orig"),
    ("brand", r"brand( name)?|vendor|manufacturer|field:brand|brand \(.*\)"),
)  # fmt: skip
_COMPILED = [(role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _ROLES]


@lru_cache(maxsize=4096)
def attribute_role(name: str) -> Role:
    """The role of an attribute by its name; ``attribute`` for whatever a buyer reads as a property."""
    name = name.strip()
    return next((role for role, pattern in _COMPILED if pattern.fullmatch(name)), "attribute")
