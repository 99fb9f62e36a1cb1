"""`python -m briefing.cli`: the command where its script is not on the path."""

from briefing.cli import main

main()
