"""Tables that lie in a database: asked for because client.toml says so, laid down as a file, read as any other."""
