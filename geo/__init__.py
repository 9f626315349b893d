"""Places: reading boundary files, building light outlines, placing points. Offline: never in the request path."""
