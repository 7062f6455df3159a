"""What people type and read: dates, filters, quick add, money, wording."""
