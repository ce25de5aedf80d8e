"""What a listing says, found once and shared by all rules.

Each module of this package finds one sort of fact; `Facts` holds them for one listing and computes each on first use.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec.structs import replace

from listing_lint import sought
from listing_lint.facts.source_text import with_source
from listing_lint.model import Field, Listing, Role

if TYPE_CHECKING:
    from listing_lint.facts.charts import Chart
    from listing_lint.facts.electrics import Rating
    from listing_lint.facts.logistics import Notice
    from listing_lint.facts.materials import Materials, Mention
    from listing_lint.facts.parity import Difference
    from listing_lint.facts.phrases import Phrase
    from listing_lint.facts.plugs import Plug
    from listing_lint.facts.product import Product
    from listing_lint.facts.quantities import Quantity
    from listing_lint.facts.sentences import Broken
    from listing_lint.facts.signs import Signs
    from listing_lint.facts.size_notes import Measurement, SizeNote, SizeSystem
    from listing_lint.facts.sizes import Size
    from listing_lint.facts.supplies import Supply
    from listing_lint.linear import Look
    from listing_lint.sought import Clue

Fact = TypeVar("Fact")


class _once(Generic[Fact]):
    """What `functools.cached_property` is, without its lock: the facts of a listing are those of one thread."""

    def __init__(self, find: Callable[[Any], Fact]) -> None:
        self._find = find
        self.__doc__ = find.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, facts: Any, owner: type | None = None) -> Fact:
        if facts is None:
            return self  # type: ignore[return-value]
        found = facts.__dict__[self._name] = self._find(facts)
        return found


class Facts:
    """The facts of one listing, each computed when first asked for."""

    def __init__(self, listing: Listing) -> None:
        self.listing = with_source(listing)
        self._quantities: dict[int, tuple[Quantity, ...]] = {}

    @_once
    def clues(self) -> int:
        """The patterns that some text or label of the listing may hold, as `listing_lint.sought.clues` tells them."""
        found = sought.ANYTHING.mask
        if self.listing.source:
            found |= sought.TRANSLATED.mask
        for field in self.listing.fields:
            found |= sought.clues(field.text) | sought.clues(field.label)
        return found

    @_once
    def _texts(self) -> bytes:
        return "\n".join([field.text for field in self.listing.fields]).encode(errors="replace")

    def may_hold(self, look: Look) -> bool:
        """False where ``look`` tells that no text of the listing holds what it is for."""
        return look.possible(self._texts)

    @_once
    def product(self) -> Product:
        """What is sold, with its classes and traits."""
        from listing_lint.facts.product import find_product

        return find_product(self.listing, self.language)

    @_once
    def materials(self) -> tuple[Mention, ...]:
        """Every mention of a material."""
        return self.materials_in(self.listing.fields)

    def materials_in(self, fields: Iterable[Field]) -> tuple[Mention, ...]:
        """Every mention of a material in some fields of the listing."""
        return tuple(mention for field in fields for mention in self._materials.of(field))

    @_once
    def _materials(self) -> Materials:
        from listing_lint.facts.materials import Materials

        return Materials(self.listing.fields, self.language)

    @_once
    def made_of(self) -> tuple[Mention, ...]:
        """The mentions of materials that tell what the goods are made of."""
        from listing_lint.facts.composition import find_made_of

        return find_made_of(self, self.materials)

    def made_of_in(self, *roles: Role) -> tuple[Mention, ...]:
        """Those of them that stand in fields of these roles."""
        from listing_lint.facts.composition import find_made_of

        return find_made_of(self, self.materials_in(self.listing.of(*roles)))

    def made_of_with(self, words: Clue, roles: Container[Role]) -> tuple[Mention, ...]:
        """Those of them that stand in fields of these roles which may hold ``words``."""
        from listing_lint.facts.composition import find_made_of

        fields = [field for field in self.listing.fields if field.role in roles and words.possible(field.text)]
        return find_made_of(self, self.materials_in(fields))

    @_once
    def compositions(self) -> tuple[tuple[Mention, ...], ...]:
        """The mentions of materials with shares, grouped as they stand together."""
        from listing_lint.facts.composition import find_compositions
        from listing_lint.facts.shares import may_hold_shares

        fields = filter(self._materials.possible, self.listing.fields)
        return find_compositions(self.materials_in(filter(may_hold_shares, fields)))

    @_once
    def language(self) -> str | None:
        """The language of the listing, declared or detected (ISO 639-1), or None where it is unsure."""
        from listing_lint.facts.language import find_language

        return find_language(self.listing)

    @_once
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities of every field that a buyer reads."""
        return tuple(quantity for field in self.listing.fields for quantity in self.quantities_in(field))

    def quantities_in(self, field: Field) -> tuple[Quantity, ...]:
        """The quantities of one field of the listing."""
        from listing_lint.facts.quantities import find_quantities

        found = self._quantities.get(id(field))
        if found is None:
            found = self._quantities[id(field)] = find_quantities(field, self.listing.language)
        return found

    @_once
    def sizes(self) -> tuple[Size, ...]:
        """The sizes that are offered."""
        from listing_lint.facts.sizes import find_sizes

        return find_sizes(self.listing)

    @_once
    def charts(self) -> tuple[Chart, ...]:
        """The size charts."""
        from listing_lint.facts.charts import find_charts

        return find_charts(self.listing)

    @_once
    def size_systems(self) -> tuple[SizeSystem, ...]:
        """Size systems named anywhere."""
        from listing_lint.facts.size_notes import find_systems

        return find_systems(self.listing)

    @_once
    def size_notes(self) -> tuple[SizeNote, ...]:
        """Remarks on how the sizes run."""
        from listing_lint.facts.size_notes import find_notes

        return find_notes(self.listing)

    @_once
    def measurements(self) -> tuple[Measurement, ...]:
        """Lengths of a garment or a body, and body weights, stated anywhere."""
        from listing_lint.facts.size_notes import find_measurements

        return find_measurements(self.quantities)

    @_once
    def phrases(self) -> tuple[Phrase, ...]:
        """Phrases put word for word from another language."""
        from listing_lint.facts.phrases import find_phrases

        return find_phrases(self)

    @_once
    def electrics(self) -> tuple[Rating, ...]:
        """Every electrical rating, with its role."""
        from listing_lint.facts.electrics import find_ratings

        return find_ratings(self.listing)

    @_once
    def plugs(self) -> tuple[Plug, ...]:
        """The mains plugs that are named."""
        from listing_lint.facts.plugs import find_plugs

        return find_plugs(self.listing)

    @_once
    def title_plugs(self) -> tuple[Plug, ...]:
        """The mains plugs that the title names."""
        from listing_lint.facts.plugs import find_title_plugs

        return find_title_plugs(self.listing)

    @_once
    def supplies(self) -> tuple[Supply, ...]:
        """The words that tell how the thing is powered."""
        from listing_lint.facts.supplies import find_supplies

        return find_supplies(self.listing)

    @_once
    def notices(self) -> tuple[Notice, ...]:
        """What each description says of a shipment."""
        from listing_lint.facts.logistics import Notice

        return tuple(Notice(field) for field in self.listing.of("description"))

    @_once
    def broken_sentences(self) -> tuple[Broken, ...]:
        """Sentences built as no native writes them."""
        from listing_lint.facts.sentences import find_broken

        return find_broken(self)

    @_once
    def signs(self) -> Signs:
        """The signs of raw translation, sure and doubtful ones."""
        from listing_lint.facts.signs import find_signs

        return find_signs(self)

    @_once
    def differences(self) -> tuple[Difference, ...]:
        """What differs from the source the listing was translated from; empty without a source."""
        from listing_lint.facts.parity import compare

        source = self.listing.source
        return compare(source, replace(self.listing, language=self.language)) if source else ()

    def stated(self, name: str) -> bool:
        """True where the listing states the fact of this name; the names are those of `STATED`."""
        return bool(STATED[name](self))


STATED: dict[str, Callable[[Facts], Any]] = {
    "mains_voltage": lambda facts: any(rating.bands and rating.role == "mains" for rating in facts.electrics),
    "plug": lambda facts: facts.plugs,
    "frequency": lambda facts: any(rating.quantity == "frequency" for rating in facts.electrics),
}
"""Facts that a ``requires`` rule can ask for by name."""
