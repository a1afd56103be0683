"""Writing sequences with a model that reads one token at a time."""

from unrolled.decoding.rules import Rules
from unrolled.decoding.search import beam, beam_all
from unrolled.decoding.stepper import State, Stepper
from unrolled.decoding.write import Decoded, greedy, sample, stream

__all__ = ["Decoded", "Rules", "State", "Stepper", "beam", "beam_all", "greedy", "sample", "stream"]
