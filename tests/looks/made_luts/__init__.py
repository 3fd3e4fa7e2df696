"""LUTs in the styles of camera makers and of people who make looks, to measure suggestions of spaces on."""
