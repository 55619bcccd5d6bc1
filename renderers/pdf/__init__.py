"""Pages to print: Typst templates, fed with data alone, become PDF that everybody can read."""
