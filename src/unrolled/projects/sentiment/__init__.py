"""Good or bad, with a probability and a reason: `python -m unrolled sentiment`."""
