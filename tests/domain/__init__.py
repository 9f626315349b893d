"""What our words mean, proven without any other room."""
