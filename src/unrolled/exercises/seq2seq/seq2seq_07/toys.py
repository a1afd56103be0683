"""Small language models for a beam to search in."""

import math

from unrolled.exercises.checks import Draw


class Table:
    """The probability of a token depends on the one before it: rows as a dict, from token to {token: probability}."""

    def __init__(self, rows: dict[int, dict[int, float]], vocabulary: int = 6) -> None:
        self.rows, self.vocabulary, self.__name__ = rows, vocabulary, f"probabilities {rows}"

    def __call__(self, token: int, state: int) -> tuple[list[float], int]:
        row = self.rows.get(token, {3: 1.0})
        return [math.log(row[k]) if k in row else -99.0 - k for k in range(self.vocabulary)], state


class Chain:
    """Random log-probabilities that depend on the token before and on the number of steps, which is the state."""

    def __init__(self, seed: int, vocabulary: int = 6) -> None:
        logits = 2 * Draw(seed)(8, vocabulary, vocabulary)
        logits[:, :, :3] -= 9  # hardly ever padding, an unknown token, or a second beginning
        self.log_p, self.__name__ = logits.log_softmax(-1).tolist(), f"random_model_{seed}"

    def __call__(self, token: int, state: int) -> tuple[list[float], int]:
        return self.log_p[min(state, 7)][token], state + 1
