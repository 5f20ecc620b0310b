"""DfE's service: asked politely, listed, unpacked, kept."""
