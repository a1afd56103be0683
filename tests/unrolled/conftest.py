"""Shape annotations are checked at run time in every test of the library."""

import pytest
import torch
from hypothesis import settings
from jaxtyping import install_import_hook

settings.register_profile("patient", deadline=None)  # two workers share the machine: time says nothing here
settings.load_profile("patient")

HOOK = install_import_hook("unrolled", "beartype.beartype")


@pytest.fixture
def double():
    """Seed 0 and float64 by default, as long as a test runs."""
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.fixture(autouse=True)
def denormals():
    """A training in the same process drops numbers that are too small to matter; the next test gets them back."""
    yield
    torch.set_flush_denormal(False)
