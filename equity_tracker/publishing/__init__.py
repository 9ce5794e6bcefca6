"""Reads of what has been published, for the features that publish. The writing is in the model."""
