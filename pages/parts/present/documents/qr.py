"""A QR code that leads to a view, as it may stand in a page or a document."""

import io

import segno

QUIET = 4  # modules of white around a code, as the standard asks


def svg(address: str) -> str:
    """A code as SVG, with a title for those who listen; empty where there is no address."""
    if not address:
        return ""
    made = io.BytesIO()
    segno.make_qr(address, error="m").save(
        made,
        kind="svg",
        border=QUIET,
        title=alt(address),
        light="#FFFFFF",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        nl=False,
    )
    return made.getvalue().decode()


def alt(address: str) -> str:
    """What a code is, for those who do not see it; empty where there is none."""
    return f"QR code that leads to {address}" if address else ""
