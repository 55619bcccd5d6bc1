"""The types of question: how each is asked, understood, shown and read by conditions."""
