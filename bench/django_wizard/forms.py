"""The screens of demenagement.yaml as forms: the same questions, limits and order."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

SITUATIONS = [("celibataire", "Célibataire"), ("marie", "Marié ou pacsé"), ("veuf", "Veuf")]
ACTIVITES = [("salarie", "Salarié"), ("independant", "Indépendant"), ("sans", "Sans activité")]
LOGEMENTS = [("locataire", "Locataire"), ("proprietaire", "Propriétaire"), ("heberge", "Hébergé")]
YES_NO = [("oui", "Oui"), ("non", "Non")]


def past(day: date) -> None:
    """Before today."""
    if day >= timezone.localdate():
        raise ValidationError("Indiquez une date passée.")


def text(label: str, most: int) -> forms.CharField:
    """One line."""
    return forms.CharField(label=label, max_length=most)


def day(label: str) -> forms.DateField:
    """A day gone by."""
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, validators=[past], widget=widget)


def one_of(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    """A choice by radio buttons."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class Identite(forms.Form):
    """Who."""

    nom = text("Votre nom", 38)
    prenoms = text("Vos prénoms", 60)
    naissance = day("Votre date de naissance")


class Contact(forms.Form):
    """How to reach them."""

    courriel = forms.EmailField(label="Votre adresse électronique")
    telephone = forms.CharField(label="Votre téléphone", max_length=20, required=False)


class Famille(forms.Form):
    """The family, which decides who is asked about next."""

    situation = one_of("Votre situation familiale", SITUATIONS)
    enfants = forms.IntegerField(label="Nombre d’enfants à charge", min_value=0, max_value=20)


class Conjoint(forms.Form):
    """For who is married."""

    conjoint_nom = text("Nom de votre conjoint", 38)
    conjoint_naissance = day("Date de naissance de votre conjoint")


class Proche(forms.Form):
    """For who is not."""

    proche_nom = text("Nom d’un proche à prévenir", 38)
    proche_lien = text("Votre lien avec cette personne", 38)


class Activite(forms.Form):
    """Work, which decides what is asked next."""

    activite = one_of("Votre activité", ACTIVITES)


class Emploi(forms.Form):
    """For employees."""

    employeur = text("Nom de votre employeur", 60)
    embauche = day("Date de votre embauche")


class Revenus(forms.Form):
    """For the others."""

    ressources = forms.IntegerField(
        label="Vos ressources du mois en euros", min_value=0, max_value=100_000
    )
    aide = one_of("Recevez-vous une aide au logement ?", YES_NO)


class Adresse(forms.Form):
    """Where they live now."""

    voie = text("Votre nouvelle adresse", 60)
    code_postal = forms.RegexField(r"^[0-9]{5}$", label="Code postal")
    ville = text("Ville", 60)


class Logement(forms.Form):
    """How they live there."""

    logement = one_of("Comment êtes-vous logé ?", LOGEMENTS)
    surface = forms.IntegerField(label="Surface en mètres carrés", min_value=5, max_value=1000)
    arrivee = day("Date de votre arrivée")


class Divers(forms.Form):
    """The rest."""

    vehicule = one_of("Avez-vous un véhicule ?", YES_NO)
    remarques = forms.CharField(
        label="Vos remarques", max_length=1000, required=False, widget=forms.Textarea
    )


class Depot(forms.Form):
    """The act of filing."""

    exactitude = forms.BooleanField(label="J’atteste sur l’honneur l’exactitude de mes réponses.")


FORMS = [
    (form.__name__.lower(), form)
    for form in (
        Identite, Contact, Famille, Conjoint, Proche, Activite, Emploi, Revenus, Adresse,
        Logement, Divers, Depot,
    )
]  # fmt: skip
