"""A small character model of the King James Bible goes on from a prompt, in several ways. How much does it repeat?"""

from dataclasses import dataclass, field, replace
from typing import Any

import torch
from jaxtyping import Int
from torch import Tensor

from unrolled.data import kjv
from unrolled.decoding import Rules, beam, greedy, sample
from unrolled.decoding.language import LanguageStepper
from unrolled.experiments.written_text import known_share, words_of
from unrolled.models.character_model import CharacterModel
from unrolled.perplexity import token_nll
from unrolled.repetition import repeated
from unrolled.running_text import RunningText, mean_loss, stream_loss
from unrolled.training import FitConfig, fit
from unrolled.truncated import Carried, chunks, tracks


# --8<-- [start:config]
@dataclass(frozen=True)
class TextConfig:
    """The model, its training on the first `train` characters, and what it writes: `rows` texts of `length`."""

    hidden: int = 192
    train: int = 1_500_000
    valid: int = 50_000
    batch: int = 32
    steps: int = 64
    rows: int = 16
    prompt: int = 40  # characters of the held-out books
    length: int = 400
    run: int = 20  # characters that count as said again, if they stand in the same order earlier
    fit: FitConfig = field(default_factory=lambda: FitConfig(epochs=1, learning_rate=5e-3, weight_decay=0.0))


# --8<-- [end:config]


def trained(config: TextConfig, seed: int) -> tuple[CharacterModel, RunningText]:
    """The model after one pass, in evaluation mode, and the text."""
    parts = {"train": config.train, "valid": config.valid, "test": 10**9}
    text = RunningText({split: "\n".join(c.text for c in kjv.load(split))[:n] for split, n in parts.items()})
    torch.manual_seed(seed)
    model = CharacterModel(len(text.vocabulary), 32, config.hidden, backend="torch")
    ids = text.ids["train"]
    pieces = chunks(tracks(ids[:-1], config.batch), tracks(ids[1:], config.batch), config.steps)
    fit(
        model, lambda _: pieces, Carried(mean_loss),
        lambda model: {"loss": stream_loss(model, text.ids["valid"], batch=8)},
        replace(config.fit, seed=seed), len(pieces),
    )  # fmt: skip
    return model.eval(), text


def prompts_of(text: RunningText, config: TextConfig) -> tuple[Int[Tensor, "B P"], list[str]]:
    """Pieces of the held-out books that end in a space, and how the books go on."""
    whole, places = text.texts["test"], []
    for k in range(config.rows):
        start = k * len(whole) // config.rows
        places.append(whole.index(" ", start + config.prompt) + 1)
    prompts = [text.vocabulary.encode(list(whole[place - config.prompt : place])) for place in places]
    return torch.tensor(prompts), [whole[place : place + config.length] for place in places]


def written(model: CharacterModel, prompts: Tensor, config: TextConfig, seed: int) -> dict[str, list[list[int]]]:
    """What is written in each way. No character ends a text: a beam is given one that it may not use before the end."""
    stepper, space = LanguageStepper(model), int(prompts[0, -1])
    state = stepper.start(prompts)
    rules = Rules(config.length, bos=space, eos=None, forbidden=(0, 1))
    lots = {"t1": {}, "t05": {"temperature": 0.5}, "k5": {"k": 5}, "p09": {"share": 0.9}}
    found = {"greedy": greedy(stepper, state, rules).tokens}
    last = replace(rules, min_length=config.length - 1, eos=model.read.out_features - 1)  # the rarest character
    found["beam5"] = beam(stepper, state, 5, 0, 0, last).tokens
    for name, options in lots.items():
        draw = torch.Generator().manual_seed(seed)
        found[f"sample_{name}"] = sample(stepper, state, draw, rules=rules, **options).tokens
    return found


@torch.no_grad()
def surprise(model: CharacterModel, prompts: Tensor, texts: list[list[int]]) -> float:
    """Loss per character of texts after their prompts, in nats."""
    ids = torch.cat([prompts, torch.tensor(texts)], dim=1)
    nll = token_nll(model(ids[:, :-1])[0], ids[:, 1:])
    return float(nll[:, prompts.shape[1] - 1 :].mean())


def one_text(config: TextConfig, seed: int) -> dict[str, Any]:
    """Train, write in every way, and measure; the books themselves are one of the ways."""
    model, text = trained(config, seed)
    prompts, meant = prompts_of(text, config)
    rows = written(model, prompts, config, seed)
    rows["books"] = [text.vocabulary.encode(list(row)) for row in meant]
    shortest = min(len(row) for way in rows.values() for row in way)
    known, found = words_of(text.texts["train"]), {}
    for name, way in rows.items():
        strings = ["".join(text.vocabulary.decode(row)) for row in way]
        found[name] = {
            "repeated": 100 * sum(repeated(row, config.run) for row in way) / len(way),
            "nats": surprise(model, prompts, [row[:shortest] for row in way]),
            "known": known_share(" ".join(strings), known),
            "sample": strings[0],
        }
    return {"ways": found, "nats": stream_loss(model, text.ids["test"], batch=8)}
