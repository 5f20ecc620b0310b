"""The commands that pages tell a reader to run, each written once."""

REFRESH = "python -m etl refresh"
REFRESH_FROM_FILE = f"{REFRESH} --from FILE"
REFRESH_ONLY = f"{REFRESH} --only NAME"
IMPORT = "python -m etl import FILE"
ROLLBACK = "python -m etl rollback"
