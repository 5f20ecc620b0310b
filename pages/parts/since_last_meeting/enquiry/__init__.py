"""What is worth an enquiry first? At most ten lines for one council, by stated rules."""
