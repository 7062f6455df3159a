"""Tables: CSV files and the sheets of workbooks."""
