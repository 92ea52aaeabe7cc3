"""How allauth is bent to our office: no open sign-up, people by name, a second factor for whoever opens more."""

from naung.teams.signin.adapters import Adapter, FactorAdapter, display
from naung.teams.signin.office import OfficeAdapter

__all__ = ["Adapter", "FactorAdapter", "OfficeAdapter", "display"]
