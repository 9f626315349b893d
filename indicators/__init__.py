"""One file = one indicator: meaning, bands, roll-up, age limit, incident rule, legal basis."""
