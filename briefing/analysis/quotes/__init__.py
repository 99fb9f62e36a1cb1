"""Who said what? `finding` is the recipe; `attributions` reads one sentence, `speakers` says who "he" is."""
