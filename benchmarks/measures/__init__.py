"""What is measured of a built site: `benchmarks site` reports it, tests hold it. It knows none of Briefing's code."""
