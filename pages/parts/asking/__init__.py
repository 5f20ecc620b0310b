"""What the reader chose: address, sidebar, sections."""
