"""The library that the toy book teaches."""
