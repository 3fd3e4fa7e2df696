"""Files and what comes in them from outside: opened, saved whole, named, and parsed with care."""
