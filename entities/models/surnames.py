"""The surname in a name, as a database finds it: its last word, so that Jan de Vries stands under the V."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Length, Replace, Substr

# The letters of a name taken off its end leave all up to its last space.
LETTERS = Replace(F("folded_name"), Value(" "), Value(""))
BEFORE = Func(F("folded_name"), LETTERS, function="RTRIM", output_field=CharField())
LAST_WORD = Substr(F("folded_name"), Length(BEFORE) + 1)
MARKS = Value("'\"‘’“”„(-.")  # Of a nickname, of 't Hart.
SURNAME = Func(LAST_WORD, MARKS, function="LTRIM", output_field=CharField())
