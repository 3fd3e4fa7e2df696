"""Other programs: their commands as people type them, running them within a time, ending all that they started."""
