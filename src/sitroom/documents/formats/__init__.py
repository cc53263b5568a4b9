"""One reader a format, and the table that says which media type goes to which."""
