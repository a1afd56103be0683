"""The character language model from Python: what the page `projects/character-model` runs."""

# --8<-- [start:read]
from unrolled.projects.charlm.model import read

trained = read(None)  # the model that comes with the book; a path reads yours
print(len(trained.vocabulary) - 2, "characters known")
print(sum(p.numel() for p in trained.model.parameters()), "parameters")
print(trained.about["run"]["data"]["name"])
# --8<-- [end:read]

# --8<-- [start:score]
from unrolled.projects.charlm.score import score

found = score(trained, "And the LORD spake unto Moses, saying, ☃", "a sentence")
print(found["characters"], "characters,", found["unknown_characters"], "unknown")
strange = score(trained, "gnid yas ,sesoM otnu ekaps DROL eht dnA", "the same, backwards")
print("backwards is harder:", strange["bits_per_character"] > 2 * found["bits_per_character"])
# --8<-- [end:score]

# --8<-- [start:nucleus]
import torch

from unrolled.decoding.choose import nucleus

p = torch.tensor([[0.5, 0.3, 0.15, 0.05], [0.97, 0.01, 0.01, 0.01]])
for share in (0.75, 0.9):
    print(share, [[round(q, 2) for q in row] for row in nucleus(p, share).tolist()])
# --8<-- [end:nucleus]

# --8<-- [start:write]
from unrolled.projects.charlm.text import known
from unrolled.projects.charlm.writing import write

prompt = known("And God said", trained.vocabulary).ids
text = "".join(write(trained, prompt, length=60, temperature=0.5, top_p=0.9, seed=1))
again = "".join(write(trained, prompt, length=60, temperature=0.5, top_p=0.9, seed=1))
print(len(text), "characters; the same seed, the same text:", text == again)
# --8<-- [end:write]

# --8<-- [start:stop]
import os
import signal
from pathlib import Path
from tempfile import mkdtemp

from unrolled.projects.charlm import learn
from unrolled.projects.charlm.model import Size
from unrolled.projects.charlm.text import Texts
from unrolled.projects.errors import StoppedError
from unrolled.projects.plan import Work
from unrolled.projects.session import train

folder, part = Path(mkdtemp()), "In the beginning God created the heaven and the earth. " * 40
texts = Texts(part, part[:500], {"sha256": "of a small text"})
settings = learn.Settings(Size(hidden=12), tracks=4, length=20)


def a_training(stop_at: int | None = None) -> Work:
    work = learn.prepare(texts, settings).work
    inner, steps = work.loss_of, iter(range(10**6))

    def loss_of(model, batch):
        if next(steps) == stop_at:
            os.kill(os.getpid(), signal.SIGINT)  # what Ctrl-C does
        return inner(model, batch)

    work.loss_of = loss_of
    return work


plan = learn.plan_of(settings, learn.prepare(texts, settings), steps=30)
unbroken, stopped, resumed = a_training(), a_training(stop_at=17), a_training()
train(unbroken, plan, folder / "unbroken")
try:
    train(stopped, plan, folder / "stopped")
except StoppedError as error:
    print(str(error).split(", saved")[0])
train(resumed, plan, folder / "stopped")
weights, same = unbroken.model.state_dict(), resumed.model.state_dict()
print("bit for bit the same:", all(torch.equal(weights[name], same[name]) for name in weights))
# --8<-- [end:stop]

# --8<-- [start:refuse]
from unrolled.projects.errors import ProjectError

torch.save({"weights": torch.ones(2)}, folder / "from-the-web.pt")
(folder / "cut.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{")
for name in ("from-the-web.pt", "cut.safetensors", "missing"):
    try:
        read(folder / name)
    except ProjectError as error:
        print(str(error).replace(str(folder), "..."))
# --8<-- [end:refuse]

# --8<-- [start:exercise1]
mixed = "the the the " * 20 + "Ω" * 30
plain = score(trained, "the the the " * 20, "x")
print(score(trained, mixed, "x")["nats_per_character"] == plain["nats_per_character"])
# --8<-- [end:exercise1]

# --8<-- [start:exercise2]
cold = {"".join(write(trained, prompt, 40, 0.01, 1.0, seed)) for seed in range(3)}
warm = {"".join(write(trained, prompt, 40, 1.0, 1.0, seed)) for seed in range(3)}
print(len(cold), "text at temperature 0.01,", len(warm), "at 1")
# --8<-- [end:exercise2]
