"""The rig: real servers, a real browser and real faults, each started on free ports and ended with the tests."""
