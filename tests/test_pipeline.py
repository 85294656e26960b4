"""Reading texts: any text, any pipeline, one process or several."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from analysis.pipeline import Analyser, PipelineError, Text, Unreadable, load_pipeline
from analysis.results import ArticleAnalysis, Span

NEWS = "'Wij bouwen die brug', zegt burgemeester Geertje Vossenbelt (54). De Franse regering zwijgt."
ANALYSER = Analyser({"nl": "rules"})


def analyse(*texts: str, analyser: Analyser = ANALYSER, **options) -> list[ArticleAnalysis | Unreadable]:
    return [result for _, result in analyser.analyse([Text(None, text) for text in texts], **options)]


def spans_of(analysis: ArticleAnalysis) -> list[Span]:
    return [
        *(span for entity in analysis.entities for span in entity.mentions),
        *(country.span for country in analysis.countries),
        *(span for quote in analysis.quotes for span in (*quote.contents, *quote.cue)),
        *(quote.source for quote in analysis.quotes if quote.source),
    ]


words = st.sampled_from(
    ["Jan Smit", "zegt", "zei", "hij", "volgens", "dat", "de", "Fransen", "'", '"', "„", "”", ",,", "''"]
)
texts = st.lists(
    st.one_of(words, st.sampled_from([",", ".", ":", "\n\n", "\n", " "]), st.text(max_size=8))
).map(" ".join)


@settings(deadline=None)
@given(text=st.one_of(texts, st.text()))
def test_any_text_gives_findings_inside_it(text):
    (analysis,) = analyse(text)
    assert isinstance(analysis, ArticleAnalysis)
    for span in spans_of(analysis):
        assert 0 <= span.start < span.end <= len(text)
    for quote in analysis.quotes:
        assert all(
            one.end <= other.start for one, other in zip(quote.contents, quote.contents[1:], strict=False)
        )
        speaker = quote.speaker
        if speaker.entity is not None:
            assert analysis.entities[speaker.entity].kind == speaker.kind


def test_several_processes_find_the_same_as_one():
    texts = [NEWS.replace("brug", f"brug {number}") for number in range(5)]
    assert analyse(*texts, workers=2) == analyse(*texts)


def test_results_come_in_the_order_of_the_texts():
    items = [Text(number, f"Bericht {number}.") for number in range(200)]
    assert [number for number, _ in ANALYSER.analyse(items)] == list(range(200))


def test_a_pipeline_with_other_labels_serves_as_well(tmp_path):
    nlp = spacy.blank("nl")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "PERSON", "pattern": "Geertje Vossenbelt"}, {"label": "GPE", "pattern": "Parijs"}]
    )
    nlp.meta["name"], nlp.meta["version"] = "eigen", "2.1"
    nlp.to_disk(tmp_path / "eigen")
    (analysis,) = analyse(NEWS, analyser=Analyser({"nl": str(tmp_path / "eigen")}))
    assert [entity.name for entity in analysis.entities if entity.kind == "person"] == ["Geertje Vossenbelt"]
    assert (analysis.pipeline, analysis.pipeline_version) == ("nl_eigen", "2.1")


def test_another_language_is_read_by_its_own_pipeline(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Gertrude Foxbelt"}])
    nlp.to_disk(tmp_path / "english")
    analyser = Analyser({"nl": "rules", "en": str(tmp_path / "english")})
    items = [Text("een", NEWS), Text("two", "The mayor, Gertrude Foxbelt, opened the bridge.", "en")]
    results = dict(analyser.analyse(items))
    assert results["een"].pipeline == "rules"
    assert [entity.name for entity in results["two"].entities] == ["Gertrude Foxbelt"]


def test_a_language_without_pipeline_is_noted_and_not_read():
    ((_, analysis),) = ANALYSER.analyse([Text(None, NEWS, "sv")])
    assert not analysis.entities and "'sv'" in analysis.warnings[0]


@Language.component("breaks_on_a_word")
def breaks_on_a_word(doc):
    if "kapot" in doc.text:
        raise RuntimeError("dit woord kan ik niet aan")
    return doc


def test_a_text_that_breaks_the_pipeline_is_reported_and_the_others_are_read(tmp_path):
    nlp = spacy.blank("nl")
    nlp.add_pipe("breaks_on_a_word")
    nlp.to_disk(tmp_path / "breekbaar")
    analyser = Analyser({"nl": str(tmp_path / "breekbaar")})
    good, bad, fine = analyse("Goed.", "Dit is kapot.", "Ook goed.", analyser=analyser)
    assert isinstance(good, ArticleAnalysis) and isinstance(fine, ArticleAnalysis)
    assert isinstance(bad, Unreadable) and "dit woord kan ik niet aan" in bad.reason


def test_a_pipeline_that_is_not_there_is_named_in_the_error():
    with pytest.raises(PipelineError, match="nl_bestaat_niet"):
        load_pipeline("nl_bestaat_niet")
