"""Layers: a cell becomes a layer by running over time, with masks, in one or both directions, one or many deep."""
