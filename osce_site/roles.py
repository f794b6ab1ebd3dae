"""The four roles of the communications staff, as groups with permissions."""

from django.contrib.auth.models import Group, Permission

_WRITING = (
    "press.add_release press.change_release press.view_release press.view_text press.add_text press.change_text "
    "press.add_tagging press.change_tagging press.delete_tagging press.view_tagging "
    "press.add_photo press.change_photo press.view_photo press.add_phototext press.change_phototext "
    "press.view_phototext press.add_document press.change_document press.view_document "
    "press.add_releasephoto press.change_releasephoto press.delete_releasephoto press.view_releasephoto "
    "press.add_releasedocument press.change_releasedocument press.delete_releasedocument "
    "press.view_releasedocument press.view_contact press.view_edition press.view_revision "
    "taxonomy.view_term taxonomy.view_vocabulary"
)
_TRANSLATING = (
    "press.view_release press.view_text press.change_text press.view_edition press.view_revision taxonomy.view_term"
)
_EDITING = f"{_WRITING} press.publish_release press.withdraw_release press.add_contact press.change_contact"

WHAT_IS_NEVER_CHANGED = ("ledgerentry", "revision", "edition", "withdrawal", "refiling", "refiled")
"""Models that everybody, the chief too, only looks at."""
APPS_OF_THE_CHIEF = ("press", "taxonomy", "osce_site", "auth")

ROLES = {"writer": _WRITING, "translator": _TRANSLATING, "editor": _EDITING}


def make_roles() -> dict[str, Group]:
    """The groups by name, made or brought up to date."""
    everything = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    groups = {}
    for name, words in ROLES.items():
        groups[name] = Group.objects.get_or_create(name=name)[0]
        groups[name].permissions.set(everything[word] for word in words.split())
    chief = Group.objects.get_or_create(name="chief")[0]
    chief.permissions.set(
        permission
        for label, permission in everything.items()
        if label.partition(".")[0] in APPS_OF_THE_CHIEF
        and ("view_" in label or label.rpartition("_")[2] not in WHAT_IS_NEVER_CHANGED)
    )
    return {**groups, "chief": chief}
