r"""
Choose a matrix by hand, so that every step looks at the position *before* it. Positions $1, \dots, 8$ are points on
a circle: position $s$ has the vector

$$m_s = (\cos \theta s,\; \sin \theta s), \qquad \theta = \pi / 8,$$

and it is both query and memory. The score is the general one, (attention.3): $a_{t,s} = m_t^\top W m_s$. Find $W$,
of shape `(2, 2)`, such that for every $t$ from 2 to 8 the weight $\alpha_{t,\,t-1}$ is at least 0.99. The same $W$
must also do for other numbers of positions, from 3 to 8, with the same $\theta$.
"""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="Look one back, by hand",
    kind="design",
    level=4,
    chapter="seq2seq/attention",
    section="The equations",
    hints=(
        "With W = identity the score is the cosine of the angle between two positions. Which position wins then?",
        "If W turns m_s by an angle before the product, the score is a cosine that is largest elsewhere. Turn by "
        "how much?",
        "A rotation by phi has the rows (cos phi, -sin phi) and (sin phi, cos phi). m_(t-1) must land on m_t.",
        "The winner is right, but its lead is small: cosines of neighbours differ by 0.08. A factor before W "
        "makes it larger.",
    ),
)
