"""The upstream systems of the simulated province: one file = one system, served at /upstream/<file>/schools."""
