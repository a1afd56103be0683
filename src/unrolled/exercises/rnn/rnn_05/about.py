r"""
Choose weights by hand, without training. A network with three units and ReLU instead of tanh,

$$h_t = \max(0,\; W x_t + U h_{t-1} + b), \qquad h_0 = 0,$$

reads one number a step, never below zero. After each step its state is to hold the last three inputs, the newest
first:

$$h_t = (x_t,\; x_{t-1},\; x_{t-2})$$

where inputs from before the first step count as 0. Return `W` of shape `(3, 1)`, `U` of shape `(3, 3)` and `b` of
shape `(3)`."""

from unrolled.exercises.exercise import About

ABOUT = About(
    title="A memory of three steps, by hand",
    kind="design",
    level=3,
    chapter="foundations/gradients",
    section="Two better starts for plain networks",
    hints=(
        "For numbers that are not negative ReLU does nothing. So think of a linear network.",
        "Row j of U says what unit j reads. What must the second unit be at step t, in terms of the state before?",
        "The second unit reads the first, the third reads the second. U has two ones, just below its diagonal.",
    ),
)
