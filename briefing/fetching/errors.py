"""What can be wrong with a feed that was fetched? One kind of error, for what an editor reads in the ledger."""

from __future__ import annotations


class FeedError(Exception):
    """What came is no feed that can be read. `what` and `remedy` are sentences."""

    def __init__(self, what: str, remedy: str, linked: tuple[str, ...] = ()) -> None:
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy
        self.linked = linked  # feeds that a web page names, where it is one that came
