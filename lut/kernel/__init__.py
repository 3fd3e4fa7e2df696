"""The interpolation kernel, and what makes it fast: nothing but arithmetic on arrays."""
