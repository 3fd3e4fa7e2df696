"""Open, save and name files, and parse untrusted JSON and XML."""
