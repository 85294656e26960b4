"""Correcting what was found, where it is read: pages for editors behind the names and quotes of an article."""
