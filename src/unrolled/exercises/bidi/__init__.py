"""Seven exercises on reading in both directions: turn sequences round, join, pick the right ends, and know what sees
what.

They belong to the chapter [Two directions](../architectures/bidirectional.md) and need
[its neighbour on variable length](../architectures/variable-length.md).
"""
