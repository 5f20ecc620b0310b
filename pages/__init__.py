"""One question a page, each readable from top to bottom; Streamlit runs them as scripts."""
