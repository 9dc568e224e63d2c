"""Which role may do what, as data: the portal, the admin, the help page and the tests read this one table."""

_CLERK_NOUNS = {
    "organizations": (
        "unit",
        "survey",
        "organization",
        "coverage",
        "basespell",
        "placement",
        "seat",
        "officer",
        "assignment",
        "visit",
        "adviceitem",
        "post",
        "term",
        "coverageplan",
        "demonstrationsite",
        "liaison",
        "servicecentre",
        "centreservice",
        "succession",
        "reopening",
        "unitname",
        "registrylist",
        "registryline",
        "exclusion",
    ),
    "members": (
        "member",
        "membership",
        "handedup",
        "returned",
        "candidate",
        "developmentstep",
        "withdrawal",
        "probationextension",
        "cultivation",
        "course",
        "attendance",
        "partywork",
    ),
    "activities": ("activity",),
    "funding": ("entry",),
    "standards": ("assessment",),
    "reports": ("monthlyreport",),
}
_REFERENCE_NOUNS = {
    "organizations": ("area", "areaname", "datedrule", "department"),
    "members": ("stepkind", "waitingrule", "trainingtarget"),
    "activities": ("initiative", "element"),
    "funding": ("source",),
    "standards": ("standard", "item"),
    "reports": ("period",),
}
_REVEAL = frozenset({"members.reveal_personal"})
_PERSONAL = frozenset({"members.view_personal", "organizations.view_contact"})


def _permissions(verbs: tuple[str, ...], nouns: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(
        f"{app}.{verb}_{noun}" for app, names in nouns.items() for noun in names for verb in verbs
    )


_READ_ALL = (
    _permissions(("view",), _CLERK_NOUNS)
    | _permissions(("view",), _REFERENCE_NOUNS)
    | {"members.view_relief"}
)
# Incomes and payments are for the secretary alone; their rows hang on the very organization.
_DUES_OF_OWN = _permissions(
    ("view", "add"), {"members": ("duesbase", "duespayment", "relief", "handedup", "returned")}
)
_FIGURES = frozenset({"reports.view_dashboard", "members.view_progress"})
_KEEP_VIEWS = frozenset({"core.add_savedview", "core.delete_savedview"})
_WRITE = _permissions(("add", "change"), _CLERK_NOUNS)

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    "county_clerk": _READ_ALL
    | _WRITE
    | _FIGURES
    | _KEEP_VIEWS
    | _PERSONAL
    | _REVEAL
    | _permissions(("add", "change"), _REFERENCE_NOUNS)
    | {
        "organizations.import_workbook",
        "members.import_dues",
        "organizations.view_importbatch",
        "reports.accept_as_county",
        "standards.assess_as_county",
        "reports.view_summary",
    },
    "town_clerk": _READ_ALL
    | _WRITE
    | _FIGURES
    | _KEEP_VIEWS
    | _PERSONAL
    | _REVEAL
    | {
        "organizations.import_workbook",
        "members.import_dues",
        "organizations.view_importbatch",
        "reports.accept_as_town",
        "standards.assess_as_town",
        "reports.submit_monthlyreport",
    },
    "secretary": _KEEP_VIEWS
    | frozenset(
        {
            "organizations.view_unit",
            "organizations.view_organization",
            "organizations.view_contact",
            "members.view_member",
            "members.add_member",
            "members.change_member",
            "members.view_personal",
            *_DUES_OF_OWN,
            "members.view_candidate",
            "members.add_candidate",
            "members.change_candidate",
            "members.view_cultivation",
            "members.add_cultivation",
            "members.change_cultivation",
            "members.view_progress",
            "members.view_course",
            "members.view_attendance",
            "activities.view_activity",
            "activities.add_activity",
            "activities.change_activity",
            "funding.view_entry",
            "standards.view_assessment",
            "standards.add_assessment",
            "standards.view_standard",
            "reports.view_monthlyreport",
            "reports.change_monthlyreport",
            "reports.submit_monthlyreport",
        }
    ),
    "officer": _KEEP_VIEWS
    | frozenset(
        {
            "organizations.view_unit",
            "organizations.view_assignment",
            "organizations.view_visit",
            "organizations.add_visit",
            "organizations.view_adviceitem",
            "organizations.add_adviceitem",
            "organizations.change_adviceitem",
        }
    ),
    "leader": _FIGURES
    | _KEEP_VIEWS
    | frozenset({"organizations.view_unit", "organizations.view_organization", "reports.view_summary"}),
    "auditor": frozenset({"core.view_auditentry"}),
    "sysadmin": frozenset(
        {
            "accounts.view_user",
            "accounts.add_user",
            "accounts.change_user",
            "organizations.view_jurisdiction",
            "organizations.add_jurisdiction",
            "organizations.change_jurisdiction",
        }
    ),
}
