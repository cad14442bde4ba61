"""What a clinic sets (data/content/clinic.yml), checked when the assistant starts."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Extra, Field, ValidationError, validator

from bot.consultation_hours import Consultations
from index.content import read_yaml
from index.errors import ContentError


class CrisisLine(BaseModel):
    """The crisis line of the clinic's country; `contact` completes "You deserve to talk to a person right now: …"."""

    name: str = Field(min_length=3)
    contact: str = Field(min_length=3)


class Clinic(BaseModel):
    """Name, numbers and notes of one clinic."""

    name: str = Field(min_length=2)
    country: str = Field(regex=r"^[A-Z]{2}$")
    language: str
    phone: str = Field(regex=r"^\+[0-9 ()-]{6,24}$")
    urgent_phone: str = Field(regex=r"^\+[0-9 ()-]{6,24}$")
    urgent_hours: str
    email: str = Field(regex=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    hours: str
    address: str
    time_zone: str
    consultation: str
    booking_url: str | None
    price_note: str
    emergency_number: str = Field(regex=r"^[0-9 ]{2,12}$")
    crisis_line: CrisisLine
    consultations: Consultations | None = None  # None: not to be booked online

    class Config:
        extra = Extra.forbid
        frozen = True

    @validator("time_zone")
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError):
            raise ValueError(f"{value!r} is not a time zone; use a name such as Europe/London") from None
        return value

    @validator("booking_url")
    def _only_https(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith("https://"):
            raise ValueError("give an https:// address, or null")
        return value

    def words(self) -> dict[str, str]:
        """The placeholders that reply templates may use."""
        return {
            "clinic": self.name,
            "phone": self.phone,
            "urgent_phone": self.urgent_phone,
            "urgent_hours": self.urgent_hours,
            "email": self.email,
            "hours": self.hours,
            "address": self.address,
            "consultation": self.consultation,
            "price_note": self.price_note,
            "emergency_number": self.emergency_number,
            "crisis_name": self.crisis_line.name,
            "crisis_contact": self.crisis_line.contact,
        }


def load_clinic(path: Path) -> Clinic:
    """Read clinic.yml. Raises ContentError naming the field and the fix."""
    try:
        return Clinic.parse_obj(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{path.name}: field {field!r}: {first['msg']}") from None
