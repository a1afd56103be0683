"""Wrong answers to bidi-04, and what is said about each."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from unrolled.exercises.checks import mistaken


def packed_output(gru, x, lengths):
    output, _ = gru(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
    return pad_packed_sequence(output, batch_first=True)[0]


@mistaken("This answers as the stub does. Change every input but the last one: which half of the vector moves?")
def last_column(gru, x, lengths):
    return gru(x)[0][:, -1]


@mistaken("One fault is mended. But back still begins in the padding: the layer does not know the lengths.")
def padding_read(gru, x, lengths):
    output, H = gru(x)[0], gru.hidden_size
    rows = torch.arange(len(x))
    return torch.cat([output[rows, lengths - 1, :H], output[:, 0, H:]], dim=-1)


@mistaken(
    "Both halves are read at the last real step. There, back has read one step only: its end is at the first step."
)
def both_at_the_end(gru, x, lengths):
    return packed_output(gru, x, lengths)[torch.arange(len(x)), lengths - 1]


@mistaken("Both halves are read at the first step. There, ahead has read one step only.")
def both_at_the_beginning(gru, x, lengths):
    return packed_output(gru, x, lengths)[:, 0]


@mistaken("h_n is the right thing to take, but the layer read the padding: pack the batch with its lengths first.")
def not_packed(gru, x, lengths):
    h_n = gru(x)[1]
    return torch.cat([h_n[0], h_n[1]], dim=-1)


@mistaken("The halves have changed places: h_n[0] went ahead, h_n[1] came back.")
def exchanged(gru, x, lengths):
    h_n = gru(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))[1]
    return torch.cat([h_n[1], h_n[0]], dim=-1)


@mistaken(
    "The batch was sorted by length and not put back, so rows belong to other sequences: use enforce_sorted=False."
)
def sorted_and_left(gru, x, lengths):
    falling, order = lengths.sort(descending=True)
    h_n = gru(pack_padded_sequence(x[order], falling, batch_first=True))[1]
    return torch.cat([h_n[0], h_n[1]], dim=-1)
