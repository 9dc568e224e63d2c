"""The language of Party dues: what is owed by the rule of the day, what was paid, handed up and returned."""
