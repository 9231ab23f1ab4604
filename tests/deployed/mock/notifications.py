"""`AWS::CodeStarNotifications::NotificationRule`, with the part of its API that reads it back, and
the properties of topics and schedules that ministack drops."""

from datetime import datetime

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region
from ministack.services import scheduler, sns

import shapes

#: What there is, by ARN.
made = AccountRegionScopedDict()

_SERVICE = "codestar-notifications"


def create(logical_id, properties, stack):
    asked = converted(properties, logical_id)
    if any(found["Name"] == asked["Name"] for found in made.values()):
        raise ValueError(f"Notification rule {asked['Name']} already exists")
    arn = f"arn:aws:{_SERVICE}:{get_region()}:{get_account_id()}:notificationrule/{asked['Name']}"
    made[arn] = asked
    return arn, {"Arn": arn}


def update(physical_id, old, new, stack):
    made[physical_id] = converted(new, physical_id)
    return physical_id, {"Arn": physical_id}


def delete(physical_id, properties):
    made.pop(physical_id, None)


def converted(properties, place):
    """AWS checks the members; the API has a token besides."""
    shape = shapes.input_of(_SERVICE, "CreateNotificationRule")
    return {**properties, **shapes.convert(properties, shape, place)}


def describe(body):
    found = made.get(body["Arn"])
    if found is None:
        return 404, {"__type": "ResourceNotFoundException", "message": body["Arn"]}
    events = [{"EventTypeId": event} for event in found["EventTypeIds"]]
    return 200, {**found, "Arn": body["Arn"], "EventTypes": events}


def topic(place, properties):
    def encrypt(arn):
        key = properties.get("KmsMasterKeyId")
        attributes = sns._topics[arn]["attributes"]
        attributes.pop("KmsMasterKeyId", None)
        if key:
            attributes["KmsMasterKeyId"] = key

    return encrypt


def schedule(place, properties):
    dates = {member: properties[member] for member in ("StartDate", "EndDate") if member in properties}
    for date in dates.values():
        datetime.strptime(date, "%Y-%m-%dT%H:%M:%SZ")
    others = {member: value for member, value in properties.items() if member not in dates}
    asked = shapes.convert(others, shapes.input_of("scheduler", "CreateSchedule"), place)

    def keep(name):
        found = scheduler._schedules[f"{properties.get('GroupName', 'default')}/{name}"]
        found["ScheduleExpressionTimezone"] = asked.get("ScheduleExpressionTimezone", "UTC")
        for member in ("StartDate", "EndDate"):
            found[member] = dates.get(member)

    return keep
