"""Which version of the project this is: the newest release in CHANGELOG.md.

It stands at the foot of every page and in every file that is taken away, so that a figure on paper
can be led back to the code that made it, as its link leads back to the database.
"""

NAME = "Line of Sight"
VERSION = "0.2.0"
NAME_AND_VERSION = f"{NAME} {VERSION}"
