"""What is an article made of? `document` puts it together; `words` and `frequencies` serve every other part."""
