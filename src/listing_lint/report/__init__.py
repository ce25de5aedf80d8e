"""One module an output format: findings in, text out."""
