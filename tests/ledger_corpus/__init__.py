"""One invented county written down in every layout townships send, each with its right answer."""
