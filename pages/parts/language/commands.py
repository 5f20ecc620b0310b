"""The commands that pages tell a reader to run, each written once."""

REFRESH = "python -m etl refresh"
REFRESH_FROM_FILE = f"{REFRESH} --from FILE"
IMPORT = "python -m etl import FILE"
IMPORT_CSV = f"{IMPORT}.csv"
