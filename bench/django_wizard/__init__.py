"""The journey of bench/portal.py as a django-formtools wizard: the field everyone knows."""
