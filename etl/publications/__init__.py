"""One module a publication: records of what the publisher calls things."""
