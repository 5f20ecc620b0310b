"""An audit: every figure and claim of every council, worked out again with other libraries."""
