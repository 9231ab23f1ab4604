"""Runs cloudformation-validate, which has no command of its own.

usage: validate.py ACCOUNT REGION TEMPLATE...

Prints one JSON list of findings, errors and warnings.
"""

import json
import sys

from cloudformation_validate import (
    CompositeEngine,
    PseudoParameterOverrides,
    ReportStatus,
    Severity,
    ValidateConfig,
)


def findings(engine, config, template):
    report = engine.validate_template(template, config)
    for found in report.diagnostics:
        entity = found.entity.logical_id if found.entity else ""
        yield {
            "template": template,
            "rule": found.rule_id,
            "place": " ".join(filter(None, [entity, found.property_path])),
            "message": found.message,
        }
    # An analysis that gave up must not read as "nothing is wrong".
    if report.status is not ReportStatus.OK:
        message = f"the analysis ended as {report.status.name}"
        yield {"template": template, "rule": "STATUS", "place": "", "message": message}


def main():
    account, region, *templates = sys.argv[1:]
    config = ValidateConfig(
        severity_level=Severity.WARN,
        pseudo_parameter_overrides=PseudoParameterOverrides(account_id=account, region=region),
    )
    engine = CompositeEngine()
    json.dump([found for t in templates for found in findings(engine, config, t)], sys.stdout)


main()
