"""What answers of the Reconciliation Service API 0.2 look like, as JSON Schema.

Written for these tests after the text and the schemas of the draft
(https://reconciliation-api.github.io/specs/0.2/): every constraint of its schemas for what the archive offers, and
closed where the draft names all fields, so that a misspelled one fails too.
"""

from jsonschema import Draft7Validator


def valid(answer: dict, schema: dict) -> dict:
    """The answer, which has this form."""
    Draft7Validator.check_schema(schema)
    assert [error.message for error in Draft7Validator(schema).iter_errors(answer)] == []
    return answer


TEXT = {"type": "string", "minLength": 1}
TEMPLATE = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}.*$"}


def record(required: dict, optional: dict | None = None) -> dict:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


TYPE = record({"id": TEXT, "name": TEXT}, {"description": TEXT, "broader": {"type": "array"}})
TYPES = {"type": "array", "items": TYPE, "uniqueItems": True}
SUGGEST = record({"service_url": TEXT, "service_path": TEXT})

MANIFEST = record(
    {
        "versions": {"type": "array", "items": {"type": "string"}, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": {"type": "string", "pattern": "^https?://"},
        "schemaSpace": {"type": "string", "pattern": "^https?://"},
    },
    {
        "defaultTypes": TYPES,
        "documentation": TEXT,
        "logo": TEXT,
        "serviceVersion": TEXT,
        "view": record({"url": TEMPLATE}),
        "feature_view": record({"url": TEMPLATE}),
        "preview": record({"url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}}),
        "suggest": record({}, {"entity": SUGGEST, "property": SUGGEST, "type": SUGGEST}),
        "batchSize": {"type": "integer", "minimum": 1},
    },
)

CANDIDATE = record(
    {"id": TEXT, "name": TEXT, "score": {"type": "number"}},
    {
        "description": {"type": "string"},
        "type": TYPES,
        "match": {"type": "boolean"},
        "features": {
            "type": "array",
            "items": record({"id": TEXT, "value": {"type": ["boolean", "number"]}}),
        },
    },
)
RESULTS = {
    "type": "object",
    "additionalProperties": record({"result": {"type": "array", "items": CANDIDATE}}),
}

SUGGESTED = record({"id": TEXT, "name": TEXT}, {"description": {"type": "string"}, "notable": TYPES})
SUGGESTIONS = record({"result": {"type": "array", "items": SUGGESTED}})
