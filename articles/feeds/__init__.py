"""The site's articles as feeds for machines and readers: Atom 1.0 and JSON Feed 1.1."""
