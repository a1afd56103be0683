r"""
Build traps. A language model with six tokens is a table: row $j$ of `P`, of shape `(6, 6)`, holds the probabilities of
the next token after token $j$. Token 0 is the mark of the beginning, token 1 that of the end, and 2 to 5 are words.
Texts have at most four tokens, the mark of the end counted in.

A beam search with a width of 1, 2 or 3 looks for the likeliest text, (decoding.1), as in seq2seq-07 with $\alpha = 0$.
Return a table such that

- every row is a distribution: no number below 0, and the sum is 1;
- each of the three searches finds a text that has ended;
- the text that width 2 finds is at least twice as likely as that of width 1, which is greedy search;
- and the text that width 3 finds is at least twice as likely as that of width 2.

There are many such tables.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Traps for a narrow beam",
    kind="design",
    level=4,
    chapter="seq2seq/decoding",
    section="The beam",
    hints=(
        "Greedy search takes the likeliest first word. What must come after that word, so that it was a bad choice?",
        "After a bad word many words are about equally likely, and each leads on to the same. After a good one the "
        "text ends, nearly surely.",
        "Give three words the chances 0.4, 0.35 and 0.25 to be the first. The likelier it is, the worse it goes on.",
        "After the third word the end is certain: 0.25. After the second the end has 0.3, so 0.105. After the first "
        "all goes on evenly, with a small lead for a word after which the end has 0.4.",
    ),
)
