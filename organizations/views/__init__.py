"""Pages of the registers and of the acts on them."""
