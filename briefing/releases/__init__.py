"""How does a site get onto a server so that no reader ever sees half of it? In releases, of which one is shown.

`publishing` has the steps; `place` knows where releases lie and which of them is shown.
"""
