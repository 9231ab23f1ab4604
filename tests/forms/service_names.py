"""Prints what botocore calls each service of AWS, as a JSON list of its names and the prefixes that it signs with."""

import gzip
import json
from pathlib import Path

import botocore

KEYS = ["serviceId", "endpointPrefix", "serviceAbbreviation", "serviceFullName"]


def service(folder):
    model = max(folder.glob("*/service-2.json.gz"))
    metadata = json.loads(gzip.decompress(model.read_bytes()))["metadata"]
    names = [folder.name, *(metadata.get(key) for key in KEYS)]
    prefixes = [metadata.get("signingName"), metadata["endpointPrefix"]]
    return [[name for name in names if name], [prefix for prefix in prefixes if prefix]]


data = Path(botocore.__file__).parent / "data"
folders = sorted(folder for folder in data.iterdir() if folder.is_dir())
print(json.dumps([service(folder) for folder in folders]))
