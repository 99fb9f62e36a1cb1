"""How is a message parsed, whatever stands in its headers? By Python's parser, where that would fall over.

Parameters in parts (RFC 2231 § 3: `name*0=a; name*1=b`) are put in order by their numbers, and Python's parser fails if
one of them has none, or one of thousands of digits; it asks for a parameter itself, the boundary.
"""

from __future__ import annotations

from email import message_from_bytes, message_from_string, policy
from email.message import Message
from typing import Any


class Mail(Message):
    """A message whose parameters that nobody can read are not there."""

    def get_param(self, param: str, failobj: Any = None, header: str = "content-type", unquote: bool = True) -> Any:
        try:
            found = super().get_param(param, failobj, header, unquote)
        except (TypeError, ValueError):
            return failobj
        if isinstance(found, tuple) and param.lower() == "charset":
            found = found[2]  # what decodes a text asks for no language
        return failobj if isinstance(found, str) and "\0" in found else found

    def get_params(self, failobj: Any = None, header: str = "content-type", unquote: bool = True) -> Any:
        try:
            return super().get_params(failobj, header, unquote)
        except (TypeError, ValueError):
            return failobj


def parse_mail(raw: bytes | str) -> Message:
    """Return the message that `raw` is; any is one. Bound its size, its headers and its parts before."""
    # The newer policy raises errors over broken headers.
    if isinstance(raw, str):
        return message_from_string(raw, Mail, policy=policy.compat32)
    return message_from_bytes(raw, Mail, policy=policy.compat32)
