"""Words: what our terms mean. Standard library only; knows nobody."""
