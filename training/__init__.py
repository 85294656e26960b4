"""How the Dutch pipeline is made and measured."""
