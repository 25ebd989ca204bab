"""What a feed's last pull no longer has goes from the lake: its rows changed or went, and are landed in other parts."""

from shuzhi.collect.layout import FED
from shuzhi.collect.mirror import Mirror
from shuzhi.packs.schema import City
from shuzhi.run import ledger
from shuzhi.run.land import forget, scope_of
from shuzhi.secure.gateway import Lake, Pipeline


def forget_gone(lake: Lake, city: City) -> None:
    """Forget every batch that is a part of a mirror, and of its last whole pull no more. Before files are landed."""
    for source in city.sources:
        folder = city.data / FED / source.name
        if not Mirror(folder).is_whole():
            continue
        pipeline = Pipeline(lake=lake, scope=scope_of(source))
        there = {f"{FED}/{source.name}/{path.name}" for path in folder.iterdir()}
        gone = [
            each
            for each in ledger.batches(pipeline)
            if each.source == source.name
            and each.file.startswith(f"{FED}/{source.name}/")
            and each.file not in there
        ]
        if gone:
            with pipeline.transaction():
                for each in gone:
                    forget(pipeline, source, each.batch)
