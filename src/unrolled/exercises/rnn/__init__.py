"""Seven exercises on the plain recurrent network: from one step to a backward pass that you write by hand.

They belong to the part [Foundations](../foundations/elman.md). You need tensors, their shapes, and derivatives.
"""
