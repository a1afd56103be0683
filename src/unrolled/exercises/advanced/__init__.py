"""Seven pieces of larger projects: sound, forecasts, sampling, batches, tags, and a recurrence without a loop.

They belong to several chapters; each says to which. They can be done in any order, and the last two take a while.
"""
