"""Backpropagation through time by hand: forward passes that keep a tape, backward passes that read it."""
