"""The local page: a server for one person on this computer, which keeps nothing.

Every request carries what it is about (the file's bytes, the settings, the edits made on the page), so nothing is
stored between two requests and nothing is written to a disk. See `guard` for who may ask.
"""
