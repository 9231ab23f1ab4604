"""An export that another stack imports may neither go nor change: CloudFormation rolls
the stack back that tries.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
"""

import json

from ministack.services.cloudformation import _exports, _stacks


def taken_away(name, template):
    """What CloudFormation says of each export that `template` takes away while in use."""
    outputs = (template.get("Outputs") or {}).values()
    left = {output["Export"]["Name"] for output in outputs if "Export" in output}
    for export, found in _exports.items():
        if found["StackId"].split("/")[1] == name and export not in left:
            for reader in readers(export):
                yield f"Export {export} cannot be deleted as it is in use by {reader}"


def readers(export):
    wanted = json.dumps({"Fn::ImportValue": export})
    for name, stack in _stacks.items():
        if stack["StackStatus"] != "DELETE_COMPLETE" and wanted in json.dumps(stack["_template"]):
            yield name
