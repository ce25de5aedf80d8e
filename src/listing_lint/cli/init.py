"""``listing-lint init``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from listing_lint.cli.help import Plain
from listing_lint.cli.running import errors, say
from listing_lint.config import FILE_NAME, Config
from listing_lint.errors import ListingLintError
from listing_lint.model import ROLES
from listing_lint.read import Column
from listing_lint.run import Run
from listing_lint.streams import replaced


@click.command(cls=Plain)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), default=Path(FILE_NAME), help=f"Default: {FILE_NAME}.")
def init(file: Path, config: Path) -> None:
    """Write a configuration with the columns recognised in FILE.

    \b
    Examples:
      listing-lint init my-products.csv
      listing-lint init my-products.xlsx --config feeds/listing-lint.toml
    """
    with errors():
        if config.exists():
            raise ListingLintError(f"{config}: exists already; remove it first or name another with --config")
        reading = Run(Config()).open(file, Config())
        count = sum(1 for _ in reading.listings)
        with replaced(config) as stream:
            stream.writelines(_configuration(reading.path, reading.platform, reading.columns))
    say(f"{config}: written from {count} listings of {file} ({reading.platform})")


def _configuration(path: str, platform: str, columns: Sequence[Column]) -> Iterator[str]:
    yield f"# Made from {Path(path).name}. Every line may be changed or removed.\n"
    yield '# Countries you sell to, such as ["US", "DE"]; "worldwide" is the default.\n'
    yield 'markets = ["worldwide"]\n'
    # A file of no known platform says nothing of the files beside it.
    if platform != "generic":
        yield f"platform = {json.dumps(platform)}\n"
    yield f"\n# What each column holds: {', '.join(ROLES)}.\n"
    yield "[columns]\n"
    for column in columns:
        if column.header and column.role:
            yield f"{json.dumps(column.header, ensure_ascii=False)} = {json.dumps(column.role)}\n"
