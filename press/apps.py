from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "press"
    verbose_name = _("Press")

    def ready(self) -> None:
        from osce_site import freshness, telling
        from press import framing, health, naming, placing, refiling, rights, touching, verifying, visibility
        from taxonomy import acting, changes, previewing
        from taxonomy.health import parts
        from taxonomy.verifying import checks

        rights.register()
        freshness.next_changes["press"] = visibility.next_change
        changes.followers.append(placing.follow_tree)
        acting.participants.append(refiling.follow_merger)
        acting.undoing.append(framing.follow_undo)
        acting.objections.append(refiling.gone_out_since)
        previewing.lookers.append(touching.look)
        checks += [verifying.placements, verifying.tallies]
        parts.append(health.sections)
        telling.namers["press.release"] = naming.releases
        telling.namers["osce_site.area"] = naming.newsroom
        telling.namers["press.releaseset"] = naming.release_sets
        telling.sentences |= naming.SENTENCES
