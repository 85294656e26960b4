from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = {
    "articles": ["article", "articleversion", "ingestoutcome", "ingestrun", "publication"],
    "entities": [
        "alias",
        "blockedname",
        "decision",
        "entity",
        "mention",
        "organisation",
        "person",
        "quote",
        "suggestion",
    ],
}
VIEWER = [f"{app}.view_{model}" for app, models in READ.items() for model in models]
EDITOR = VIEWER + [
    f"entities.{permission}"
    for permission in (
        "add_decision",
        "change_decision",
        "add_quote",
        *(
            f"change_{model}"
            for model in ("entity", "mention", "organisation", "person", "quote", "suggestion")
        ),
        *(f"{change}_alias" for change in ("add", "change", "delete")),
    )
]
CHIEF = EDITOR + [
    "entities.add_blockedname",
    "entities.delete_blockedname",
    "entities.undo_many_decisions",
]
ROLES = {"Viewer": VIEWER, "Editor": EDITOR, "Chief editor": CHIEF}


def create(apps, schema_editor):
    """Make the groups; permissions are otherwise made only after the last migration."""
    for label in READ:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, permissions in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        for permission in permissions:
            app, codename = permission.split(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_article_search"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("entities", "0004_suggestions"),
    ]
    # Groups that an archive has got used to stay when this is taken back.
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
