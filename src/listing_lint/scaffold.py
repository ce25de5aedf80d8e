"""The first state of a rule file: valid as it stands, with a line on each key."""

from __future__ import annotations

from listing_lint.rules import DISPUTES, KINDS

_TEMPLATE = """\
# {name}: replace each line by your own. `listing-lint test {file}` runs the examples.

# What it finds, in one line.
summary: {words} needs a plainer description.
# One of: {kinds}.
kind: mt-phrase
# Why it matters, told to a seller: what the buyer will think.
why: >-
  A buyer in another country does not know what is meant by {words}, and expects another thing.
# error: a buyer would get another thing than they expect; warning: they may; info: worth a look.
severity: warning
# high runs for everybody and must nearly always be right; medium and low run with --min-confidence.
confidence: high
# The dispute that it prevents, one of: {disputes}.
dispute: understanding
# What is printed; {{found}} stands for the words that were found.
message: "“{{found}}” tells a buyer nothing; write what it is"
# phrase finds whole words; `not_in` are longer phrases in which they are fine. `pattern` takes regular expressions
# (RE2); `requires` finds products that do not mention something. See docs/rules-of-your-own.md.
check:
  phrase:
    any: [{words}]
    not_in: [no {words}]
# Texts in which the rule must find exactly what stands in [[marks]]; a text is a description.
bad:
  - This one has [[{words}]].
  - {{title: "A title with [[{words}]]", description: Nothing here.}}
# Honest texts that look like the fault; the rule must find nothing.
good:
  - This one has no {words}.
  - {{title: A plain title, attributes: {{Color: red}}}}
"""


def skeleton(name: str, file: str) -> str:
    """The text of a new rule called ``name``, which will stand in ``file``."""
    return _TEMPLATE.format(
        name=name,
        file=file,
        words=name.replace("-", " "),
        kinds=", ".join(sorted(KINDS)),
        disputes=", ".join(sorted(DISPUTES)),
    )
