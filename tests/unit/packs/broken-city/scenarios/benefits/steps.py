from shuzhi.engine import duckdb


def classify(tables, parameters):
    return duckdb
