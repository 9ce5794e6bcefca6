"""Reads of the Monday lists, one module per list. Each returns frozen rows for page, file and paper."""
