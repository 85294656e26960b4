"""spaCy's Dutch tokenizer, adjusted to how newspapers write quotation marks; kept inside the pipeline."""

from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

DOUBLED_QUOTES = ["''", "’’", "‘‘", "``"]
# In news these are a bracket and a colon, or the end of "(zie 8)", and no faces.
EMOTICONS_THAT_ARE_NONE = frozenset(
    ["):", "8)", "8-)", ":(", "(:", ":)", "=)", "(=", ":/", ":-/", ":x", ":p"]
)


def adjust_tokenizer(nlp: Language) -> None:
    """Doubled quotes are one token wherever they stand: ''Ik, zei:,,Dat, weg’’."""
    defaults = nlp.Defaults
    prefixes = [*DOUBLED_QUOTES, *defaults.prefixes]
    suffixes = [*DOUBLED_QUOTES, ",,", *defaults.suffixes]
    infixes = [
        *defaults.infixes,
        r"(?<=[\w.:;?!]),,(?=\w)",
        r"(?<=[\w.,?!])(?:''|’’)(?=[A-Z])",
        r"(?<=[a-z]):(?=,,)",
    ]
    rules = {form: rule for form, rule in nlp.tokenizer.rules.items() if form not in EMOTICONS_THAT_ARE_NONE}
    rules[",,"] = [{ORTH: ",,"}]
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=nlp.tokenizer.token_match,
        url_match=nlp.tokenizer.url_match,
    )
