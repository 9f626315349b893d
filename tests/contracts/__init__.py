"""Every thing of a growing room keeps the promises of its kind; and one more is one file."""
