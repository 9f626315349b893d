"""One file = one paper. Each sets a frozen snapshot; none asks the house for anything."""
