"""What a text says, in plain Python: no Django, no database."""
