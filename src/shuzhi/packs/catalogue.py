"""A city's catalogue.yml, read."""

from pathlib import Path

from shuzhi.packs.catalogue_file import CatalogueFile
from shuzhi.packs.scenario_reader import NOTHING, Instead, Problems, read_document
from shuzhi.packs.schema import CATALOGUE, Catalogue
from shuzhi.packs.validate import validate


def read_catalogue(folder: Path, problems: Problems, instead: Instead = NOTHING) -> Catalogue:
    """What the city in ``folder`` decided about its tables; without the file, nothing. Mistakes go to ``problems``."""
    path = folder / CATALOGUE.places.file
    if not path.is_file():
        return CATALOGUE
    file, places, found = validate(CatalogueFile, read_document(path, instead), blanks={})
    problems += found
    return Catalogue(**dict(file), places=places)
