"""The engine: what a procedure means, with no screen, no clock and no network of its own."""

if __name__ != "parcours.engine":
    raise ImportError(
        f"this folder is the package parcours.engine, and was imported as {__name__!r}: "
        "install the checkout (make test, or pip install -e .) and import parcours instead"
    )
