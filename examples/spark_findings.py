"""Lints a catalog with Spark and counts the findings of each rule.

pip install 'listing-lint[spark]'
python examples/spark_findings.py examples/catalog.csv
"""

import os
import sys

from pyspark.sql import DataFrame, SparkSession

from listing_lint.arrow import DDL, lint_batches

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)


def findings(listings: DataFrame) -> DataFrame:
    """The findings on a frame with a listing a row."""
    return listings.mapInArrow(lint_batches, DDL)


if __name__ == "__main__":
    session = SparkSession.builder.appName("listing-lint").getOrCreate()
    if sys.argv[1].endswith(".parquet"):
        catalog = session.read.parquet(sys.argv[1])
    else:
        catalog = session.read.csv(sys.argv[1], header=True, multiLine=True, escape='"')
    findings(catalog).groupBy("rule").count().orderBy("rule").show(truncate=False)
    session.stop()
