"""One TOML file a theme; `core.config.load_themes` reads them."""
