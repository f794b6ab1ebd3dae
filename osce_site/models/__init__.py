from osce_site.models.address import Address
from osce_site.models.area import Area
from osce_site.models.invitation import Invitation
from osce_site.models.ledger import LedgerEntry
from osce_site.models.user import User

__all__ = ["Address", "Area", "Invitation", "LedgerEntry", "User"]
