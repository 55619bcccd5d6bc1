"""Pages as accessible HTML: templates for each control, a style sheet, and a small script."""
