"""What the reader chose: address, place, sections."""
