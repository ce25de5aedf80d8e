"""The language server: what editors show of a file while it is being written.

`buffers` lints the text of a buffer, `positions` counts as editors do, `protocol` speaks the Language Server Protocol
through pygls, which the extra ``lsp`` installs.
"""
