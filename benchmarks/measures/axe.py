"""Which rules of accessibility does the page that stands in a tab break? axe-core's answer, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.measures.tools import find_axe

# Every rule axe has but the experimental ones, and that targets are large enough, which it leaves out by itself.
# What it cannot decide is `incomplete` and only counted. It would also ask for the style sheets once more (`preload`),
# which a strict policy forbids and the console reports.
RUN = """only => axe.run(document, {
    ...(only && {runOnly: only}), resultTypes: ['violations', 'incomplete'], preload: false,
    rules: {'target-size': {enabled: true}}
})"""


OF_COLOURS = ("color-contrast", "link-in-text-block")  # the rules that another scheme of colours may break


def find_violations(tab: Any, only: Sequence[str] = ()) -> tuple[list[str], int]:
    """The violations on the page in `tab` (playwright), and how many things axe leaves to a person.

    `only`: names of rules, for those alone.
    """
    if not tab.evaluate("() => 'axe' in window"):
        tab.evaluate(find_axe().read_text(encoding="utf-8"))
    found = tab.evaluate(RUN, [*only] or None)
    violations = [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))} — {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    return violations, sum(len(rule["nodes"]) for rule in found["incomplete"])
