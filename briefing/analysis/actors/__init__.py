"""Who and what is named? `mentions` is the recipe; `lexicon` holds the registry, `names` finds the rest."""
