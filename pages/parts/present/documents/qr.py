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
        title=f"QR code that leads to {address}",
        light="#FFFFFF",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        nl=False,
    )
    return made.getvalue().decode()
