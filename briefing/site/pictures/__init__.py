"""What a shared link shows, and how the site looks as an icon."""
