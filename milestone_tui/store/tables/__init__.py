"""The tables of the write side as SQLModel classes; a test compares their columns with the migrated schema.

Rules and indexes are in the schema only.

Making a class takes about 4 ms: a process makes only those of the modules that its command needs, and only the writer
thread does, after the first paint. A foreign key never leads to a table of a later module.
"""
