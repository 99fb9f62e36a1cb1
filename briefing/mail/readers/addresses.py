"""Is this an address that can be written to? By its spelling alone: no server is asked.

No message repeats the address: lists of readers are checked by workflows, whose logs may be public.
"""

from __future__ import annotations

import unicodedata

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from briefing.errors import MailError

LONGEST_ADDRESS = 254  # octets: RFC 5321 § 4.5.3.1.3 allows a path of 256 with its angle brackets


def check_address(text: str) -> str:
    """Return the address as envelopes have it: its domain in lower-case ASCII (RFC 5891), spaces around it gone.

    The part before the @ stays as it is, since capitals may matter to the server there; `keys.reader_key` folds them.
    Raises MailError for what is no address, for more than an address, and for one that a server without SMTPUTF8
    (RFC 6531) could not be given. Domains that are reserved (RFC 2606, 6761) are refused, apart from those to try
    things with: example.org and its like, .example and .test.
    """
    address = text.strip(" ")
    what, remedy = _find_fault(address)
    if not what:
        try:
            checked = validate_email(
                address, check_deliverability=False, allow_smtputf8=False, strict=True, test_environment=True
            )
        except EmailNotValidError:
            what = "This is not spelled as an address is."
            remedy = "Look for a slip: a space, two dots in a row, a dot or hyphen too many, a character not allowed."
        else:
            if checked.ascii_email:
                return checked.ascii_email
            what = "This address cannot be written in plain letters."  # cannot be, without SMTPUTF8
    raise MailError(what, remedy=remedy)


def same_reader(address: str) -> str:
    """Return what an address is compared by: two that give the same are one reader's. Any text is taken."""
    try:
        return check_address(address).casefold()
    except MailError:
        return address.strip().casefold()


def _find_fault(address: str) -> tuple[str, str]:
    """What is wrong with an address, in our words, and what to do; empty if nothing of the usual is."""
    local, at, domain = address.rpartition("@")
    if not address:
        return "The address is missing.", "Write one such as mara@tidewater.example."
    categories = {unicodedata.category(letter) for letter in address}
    if categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return (
            "The address holds a control character or one that cannot be seen.",
            "Type it anew instead of pasting it.",
        )
    if set(address) & set("<>"):
        return "More than an address stands here.", "Leave out the angle brackets; a name has a field of its own."
    if "@" in local or set(",;") & set(domain):
        return "More than one address stands here.", "Give each reader an entry of their own."
    if not at:
        return "The address has no @.", "Write one such as mara@tidewater.example."
    if len(address) > LONGEST_ADDRESS:
        return f"The address has more than {LONGEST_ADDRESS} characters.", "No server takes one as long."
    if "=?" in address:  # an encoded word (RFC 2047) would be decoded where the address stands in a header
        return "The address holds “=?”, which means something else in a mail's header.", "Ask for another address."
    if not local.isascii():
        what = "The part before the @ holds letters beyond plain ASCII, which many servers cannot take."
        return what, "Ask the reader for an address in plain letters; what follows the @ may hold any."
    names = domain.casefold().rstrip(".")
    reserved = (name for name in SPECIAL_USE_DOMAIN_NAMES if name != "test")
    if any(names == name or names.endswith(f".{name}") for name in reserved):
        return (
            "The part after the @ is reserved and no mail can go there.",
            "To try things, use an address in .example.",
        )
    if "." not in names.strip("."):
        return "The part after the @ is not a whole domain.", "Write it with its ending, such as .org or .de."
    return "", ""
