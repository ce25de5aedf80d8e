from listing_lint.schemas import FOLDER, SCHEMAS, text

for name in SCHEMAS:
    (FOLDER / f"{name}.schema.json").write_text(text(name), encoding="utf-8")
