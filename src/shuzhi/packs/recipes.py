"""A city's intake recipes, read and checked against its sources."""

from collections.abc import Sequence
from pathlib import Path

from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs import blanks
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.no_source import no_source
from shuzhi.packs.recipe_file import RecipeFile
from shuzhi.packs.scenario_reader import Problems, read_document, stems
from shuzhi.packs.schema import Recipe, Scenario
from shuzhi.packs.validate import validate

FOLDER = "recipes"
_WHY = Text("配方的文件名就是来源的名称", "a recipe's file is called like its source")


def read_recipes(folder: Path, scenarios: Sequence[Scenario], problems: Problems) -> dict[str, Recipe]:
    """The recipes in the city's ``recipes/``, by source; mistakes are added to ``problems``."""
    declared = {source.name: source for scenario in scenarios for source in scenario.sources}
    sources = list(declared)
    found = {}
    for path in stems(folder / FOLDER, problems):
        file, places, told = validate(RecipeFile, read_document(path), blanks=blanks.RECIPE)
        problems += told
        recipe = Recipe.model_validate(
            {"layouts": file.layouts, "name": path.stem, "path": path, "places": places}
        )
        if recipe.name not in sources:
            problems.append(no_source(recipe.name, recipe.places.at(), sources, why=_WHY))
        if "layouts" not in places.lost:
            problems += _unknown_columns(recipe)
            if recipe.name in declared:
                problems += _unknown_meanings(recipe, list(declared[recipe.name].columns))
        found[recipe.name] = recipe
    return found


def _unknown_meanings(recipe: Recipe, columns: Sequence[str]) -> Problems:
    """`means` names columns of the source, each once in a layout."""
    problems: Problems = []
    there = listed(columns)
    for number, layout in enumerate(recipe.layouts):
        told: list[str] = []
        for header, column in layout.columns.items():
            where = recipe.places.at("layouts", number, "columns", header, "means")
            if column.means is None:
                continue
            if column.means not in columns:
                name = column.means
                problems.append(
                    Problem(
                        what=Text(f"来源没有列“{name}”", f"the source has no column “{name}”"),
                        where=where,
                        todo=did_you_mean(
                            name, columns, otherwise=Text(f"可用：{there}", f"there are: {there}")
                        ),
                    )
                )
            elif column.means in told:
                problems.append(
                    Problem(
                        what=Text(
                            f"两列都说是“{column.means}”", f"two columns are said to be “{column.means}”"
                        ),
                        where=where,
                        todo=Text("只留一处", "keep it in one place"),
                    )
                )
            told.append(column.means)
    return problems


def _unknown_columns(recipe: Recipe) -> Problems:
    """Columns a layout speaks of without having them, and those it would make twice."""
    problems: Problems = []
    for number, layout in enumerate(recipe.layouts):
        used = [("fill_down", place, name) for place, name in enumerate(layout.fill_down)]
        used += [
            ("set_aside", place, rule.column) for place, rule in enumerate(layout.set_aside) if rule.column
        ]
        problems += [
            Problem(
                what=Text(f"{key}：没有列“{name}”", f"{key}: there is no column “{name}”"),
                where=recipe.places.at("layouts", number, key, place),
                todo=did_you_mean(
                    name, layout.columns, otherwise=Text("在 columns 里写上它", "name it in `columns`")
                ),
            )
            for key, place, name in used
            if name not in layout.columns
        ]
        problems += [
            Problem(
                what=Text(f"列“{name}”说了两次", f"the column “{name}” is said twice"),
                where=recipe.places.at("layouts", number, "from_name", name),
                why=Text("columns 里已有", "`columns` has it"),
                todo=Text("只留一处", "keep it in one place"),
            )
            for name in layout.from_name
            if name in layout.columns
        ]
    return problems
