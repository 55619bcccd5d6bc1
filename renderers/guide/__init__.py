"""The user guide: everything a person meets, from the home page to the decision, on slides."""
