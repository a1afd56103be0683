"""Seven pieces of larger projects: sound, forecasts, sampling, batches, tags, and a recurrence without a loop.

The last exercise is a whole small project: you train a model of characters that has to beat counting. They belong to
several chapters; each says to which. They can be done in any order, and the last three take a while.
"""
