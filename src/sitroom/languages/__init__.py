"""Languages as data: one folder of YAML files a language, one file a section.

    data/<code>/numbers.yaml   number words, digit grouping, approximators, units       -> numbers.Numbers
    data/<code>/dates.yaml     months, weekdays, relative days                          -> dates.Dates
    data/<code>/<section>.yaml any further section, read by whoever owns its Struct

A section is a strict msgspec Struct: an unknown or misspelt key is an error. `load(code)` returns a `Language`,
whose sections are read when first asked for and then kept:

    language = load("fr")
    language.numbers                      # the two sections that this package itself defines
    language.section("lexicon", Lexicon)  # any other, by name and Struct

A language is added by adding a folder; no code knows a language by name. In the YAML files words stand in one
string, divided by spaces; what has more than one word stands in a list.
"""

from sitroom.languages.dates import Dates
from sitroom.languages.loading import Language, UnknownLanguageError, available, load, readable
from sitroom.languages.numbers import Numbers

__all__ = ["Dates", "Language", "Numbers", "UnknownLanguageError", "available", "load", "readable"]
