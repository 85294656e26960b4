"""The editors' workshop. The admin reads; what it changes goes through entities/curation.py."""

from entities.admin import decisions, findings, people, queue

__all__ = ["decisions", "findings", "people", "queue"]
