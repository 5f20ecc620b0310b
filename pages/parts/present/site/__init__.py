"""All councils as plain pages that any web server carries."""
