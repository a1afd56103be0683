"""Experiments: one question each, with a frozen Config and a run(). Their figures are drawn in `unrolled.figures`."""
