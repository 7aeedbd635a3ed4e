"""How days, times and numbers are written, a package for each language that Usher speaks."""
