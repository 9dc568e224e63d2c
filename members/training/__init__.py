"""Training of members: courses, who attended, and the hours a year asks for."""
