"""Reads the files in which authors publish their networks, without running anything in them."""
