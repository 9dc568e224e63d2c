"""三培养一推荐: who was trained up, on which day, and the numbers of a year."""
