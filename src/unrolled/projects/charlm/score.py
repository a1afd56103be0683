"""How well a character model predicts a text: nats, bits, perplexity, and a compressor beside it."""

import lzma
import math
from typing import Any

import torch

from unrolled.perplexity import bits, perplexity
from unrolled.projects.charlm.model import Trained
from unrolled.projects.charlm.text import known
from unrolled.projects.errors import ProjectError
from unrolled.running_text import stream_loss


# --8<-- [start:score]
@torch.inference_mode()
def score(trained: Trained, text: str, name: str) -> dict[str, Any]:
    """Loss of a text, read from its beginning to its end with one state. Unknown characters are left out, and counted.

    Raises:
        ProjectError: there are not two known characters in it.
    """
    ids, unknown = known(text, trained.vocabulary)
    if len(ids) < 2:
        raise ProjectError(f"{name} has {len(ids)} characters that this model knows: nothing to predict")
    trained.model.eval()
    nats = stream_loss(trained.model, ids)
    return {
        "text": name,
        "characters": len(ids),
        "unknown_characters": unknown,
        "nats_per_character": nats,
        "bits_per_character": bits(nats),
        "perplexity": perplexity(nats) if nats < 700 else math.inf,
        "bits_if_all_were_equally_likely": math.log2(len(trained.vocabulary) - 2),
        "bits_of_the_compressor_xz": 8 * len(lzma.compress(text.encode())) / len(text),
    }


# --8<-- [end:score]
