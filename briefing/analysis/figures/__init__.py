"""Which numbers are given, of what, where and by whom? `finding` is the recipe; `disagreements` compares two."""
