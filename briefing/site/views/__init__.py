"""What templates get: values made of strings, booleans and tuples, each field one thing that a page shows.

Templates decide how a page looks, `pages.py` what stands on it. A view knows nothing of where its page lies: every
`href` counts from the site's root and goes through `link()`. Two equal views make equal pages, so a page's
fingerprint is that of its view.

They are structs of msgspec: an event's page is made of a thousand views, and one of six fields takes 0.3 µs to make, as
a frozen dataclass 2.6.
"""
