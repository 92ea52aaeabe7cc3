"""Backup and restore of everything that the office knows: sealed by age, apart from its keys.

A backup is two files. The *data* file holds the database without the data keys, and the sealed files. The *keys*
file holds the data keys and the key files of this machine. Data may be kept for a year; keys are kept 35 days, so
that what was erased cannot be opened again after that, in no backup however old.
"""
