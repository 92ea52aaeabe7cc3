"""A link as a QR code. The library is loaded when the first one is drawn: few pages draw any."""


def svg(link: str) -> str:
    """The code as an SVG picture of its own, read also where a corner is dirty or torn."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    made = qrcode.make(
        link, image_factory=SvgPathImage, error_correction=qrcode.constants.ERROR_CORRECT_Q, border=2
    )  # fmt: skip
    return str(made.to_string().decode())


def squares(link: str) -> tuple[str, int]:
    """The dark squares as an SVG path, and how many squares a side has: for a picture drawn in the page itself."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(link)
    rows = code.get_matrix()
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, square in enumerate(row) if square]
    return "".join(dark), len(rows)
