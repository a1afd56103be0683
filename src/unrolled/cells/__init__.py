"""Cells: one step of recurrence each, `cell(x_t, state) -> state`."""
