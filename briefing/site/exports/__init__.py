"""What machines and quoting readers take away: feeds, tables, citations, structured data, what crawlers ask for."""
