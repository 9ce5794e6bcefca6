"""Writes of imports: records of other registers, the directory of organisations, the programme of 2013."""
