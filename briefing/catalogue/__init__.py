"""Which pages does the site have, what does each depend on, and how is it composed?

A page's *inputs* are the digests of all that it can show, so a page whose inputs are those of the published one is not
even composed. Things whose digests are those of the last build are passed over whole.
"""
