"""Seven exercises on gates: write both cells, choose gates by hand, mend a forget bias, and translate between
libraries.

They belong to the part [Gates](../gates/lstm.md). You need the plain network, and the step of [its
set](rnn.md#rnn-01).
"""
