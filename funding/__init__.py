"""Sources of money and the ledger."""
