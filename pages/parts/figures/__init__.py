"""What the database answers: views, councils, sources, glossary."""
