"""A hacked town's website on loopback: every kind of injection, and as many honest look-alikes.

    articles ─> template ─> town (paths -> pages) ─> respond ─> serve
    injected, lookalikes ──────┘        └─> folder, WARC, WXR

Everything here is invented; the addresses lead nowhere. `python tests/hacked_site/serve.py` serves it,
`--clean` serves the same site as it was before it was hacked.
"""
