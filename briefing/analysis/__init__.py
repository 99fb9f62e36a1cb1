"""What is found in one article, and between two? `recipe` is the list of steps; each part is a folder or a module."""
