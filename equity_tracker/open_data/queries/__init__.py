"""Reads for the open data: `publications` finds what is public, `releases` what has been made of it."""
