"""Template filters for the words of answers."""

from __future__ import annotations

from django import template

from governance.canvass.models import Answer, Canvass
from governance.canvass.queries.option_words import most_sentence, words_of_answer
from governance.canvass.queries.words import ChoiceWords, electorate_words

register = template.Library()


@register.filter
def answer_rule(canvass: Canvass) -> str:
    """Return how many options an answer may name, or "" if it asks for yes or no."""
    return most_sentence(canvass)


@register.filter
def asked_people(canvass: Canvass) -> str:
    return electorate_words(canvass)


@register.filter
def in_words(answer: Answer | None, words: ChoiceWords) -> str:
    """Return the answer, with its options as they were called when it was given. Empty for None."""
    return words_of_answer(words, answer) if answer else ""
