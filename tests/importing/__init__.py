"""Stories of real input: boundary files and school registers, good, odd and hostile."""
