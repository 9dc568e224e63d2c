"""Acts on one unit besides covering and placing it: another name, and opening again after a closing."""

from organizations import registration
from organizations.forms.unit_acts import RenameForm, ReopenForm
from organizations.renaming import rename_unit
from organizations.views.units import UnitAct


class UnitRename(UnitAct):
    form_class = RenameForm
    title = "更名"

    def do(self, data):
        rename_unit(self.unit, data["name"], data["on"], data["document"], self.request.actor)


class UnitReopen(UnitAct):
    form_class = ReopenForm
    title = "恢复登记"

    def do(self, data):
        registration.reopen_unit(
            self.unit,
            data["on"],
            data["document"],
            self.request.actor,
            area=data["area"],
            in_base=data["in_base"],
        )
