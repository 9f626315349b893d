"""Each room on its own, on real servers."""
