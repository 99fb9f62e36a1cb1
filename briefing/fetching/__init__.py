"""How does content come in by itself? Feeds and pages of the outlets in sources.yml, as articles of content/."""
