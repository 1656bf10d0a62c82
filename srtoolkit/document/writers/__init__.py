"""One writer a format; each escapes what users wrote."""
