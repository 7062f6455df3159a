"""What an import would do: a file compared with the projects that are here, without writing anything."""
