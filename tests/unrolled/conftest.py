"""Shape annotations are checked at run time in every test of the library."""

from jaxtyping import install_import_hook

HOOK = install_import_hook("unrolled", "beartype.beartype")
