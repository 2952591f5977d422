"""Synthetic Albanian-English pairs from a morphological lexicon.

The lexicon of uniparser-albanian (MIT License) gives the Albanian forms, the tables of this folder the senses, the
vocabulary by class and the sentence frames. Downwards:

    sentences   the mix of clauses, frames and phrases, distinct and tidy      dictionary   everyday words in short contexts
    frames      sentence frames of frames.tsv, compiled and filled
    clauses     verb phrases, copulas, passives, clauses, questions
    phrases     noun phrases: number, definiteness, case, agreement
    expressions numbers, money, dates, times                                   verbs        both languages' verb in any tense
    vocabulary  nouns, adjectives and verbs by class, with weights and names
    uniparser   Albanian paradigms                                             english      English inflection
    tables      reads and checks the TSV tables
"""
