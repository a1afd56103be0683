"""Wrong answers to seq2seq-07, and what is said about each."""

from unrolled.exercises.checks import mistaken


def search(step, state, width, alpha, longest, each=False, extra=0, carry=True, last=False, shrink=False, late=False):
    live, finished = [([2], 0.0, state)], []
    for number in range(longest):
        grown = []
        for tokens, total, now in live:
            log_p, after = step(tokens[-1], now)
            total = 0.0 if last else total
            more = [([*tokens, k], total + p, after if carry else now) for k, p in enumerate(log_p)]
            grown += sorted(more, key=lambda entry: -entry[1])[: 1 if each and number else None]
        grown = sorted(grown, key=lambda entry: -entry[1])[: width - shrink * len(finished)]
        finished += [entry for entry in grown if entry[0][-1] == 3]
        live = [entry for entry in grown if entry[0][-1] != 3]
    finished += live if late else []
    scored = [
        (total / ((5 + len(tokens) - 1 + extra) / 6) ** alpha, [token for token in tokens[1:] if token != 3])
        for tokens, total, _ in finished
    ]
    score, tokens = max(scored, key=lambda pair: pair[0])
    return tokens, score


@mistaken("This is greedy search: one beginning goes on. Keep `width` of them.")
def greedy(step, state, width, alpha, longest):
    return search(step, state, 1, alpha, longest)


@mistaken("Each beginning has one continuation. Two may grow out of the same one, and another may die: sort them all.")
def best_of_each(step, state, width, alpha, longest):
    return search(step, state, width, alpha, longest, each=True)


@mistaken("Each text that has ended makes the beam narrower for good. The next round keeps `width` texts again.")
def shrinks(step, state, width, alpha, longest):
    return search(step, state, width, alpha, longest, shrink=True)


@mistaken("A text that has not ended in time is taken. Only those that end with EOS count.")
def not_ended(step, state, width, alpha, longest):
    return search(step, state, width, alpha, longest, late=True)


@mistaken("The score is not divided by the length penalty, so short texts win.")
def not_normalised(step, state, width, alpha, longest):
    return search(step, state, width, 0, longest)


@mistaken("The length penalty counts one token too few: the mark of the end is counted, (5 + n) / 6.")
def end_not_counted(step, state, width, alpha, longest):
    return search(step, state, width, alpha, longest, extra=-1)


@mistaken("The log-probabilities of earlier steps are lost: a continuation has the sum of all of its tokens.")
def last_step_alone(step, state, width, alpha, longest):
    return search(step, state, width, alpha, longest, last=True)


@mistaken("The state does not go on: each round starts from the first state.")
def forgets(step, state, width, alpha, longest):
    return search(step, state, width, alpha, longest, carry=False)


@mistaken("The score is the mean per token. (decoding.5) divides by (5 + n) / 6 to the power of alpha.")
def mean_per_token(step, state, width, alpha, longest):
    tokens, _ = search(step, state, width, 0, longest)
    total, now = 0.0, state
    for before, token in zip([2, *tokens], [*tokens, 3], strict=True):
        log_p, now = step(before, now)
        total += log_p[token]
    return tokens, total / (len(tokens) + 1)


@mistaken("EOS stands in the answer. Return the tokens without marks.")
def with_end(step, state, width, alpha, longest):
    tokens, score = search(step, state, width, alpha, longest)
    return [*tokens, 3], score


@mistaken("What has ended is replaced by the next best beginning. It has used up one of the `width` places.")
def place_filled_again(step, state, width, alpha, longest):
    live, finished = [([2], 0.0, state)], []
    for _ in range(longest):
        grown = []
        for tokens, total, now in live:
            log_p, after = step(tokens[-1], now)
            grown += [([*tokens, k], total + p, after) for k, p in enumerate(log_p)]
        grown.sort(key=lambda entry: -entry[1])
        finished += [entry for entry in grown[:width] if entry[0][-1] == 3]
        live = [entry for entry in grown if entry[0][-1] != 3][:width]
    scored = [(total / ((5 + len(tokens) - 1) / 6) ** alpha, tokens[1:-1]) for tokens, total, _ in finished]
    score, tokens = max(scored, key=lambda pair: pair[0])
    return tokens, score


@mistaken("The search stops at the first text that ends. Go on as long as a beginning is left: a better one may come.")
def stops_at_the_first(step, state, width, alpha, longest):
    for rounds in range(1, longest + 1):
        try:
            return search(step, state, width, alpha, rounds)
        except ValueError:  # none has ended so far
            continue
    raise ValueError("no text has ended")
