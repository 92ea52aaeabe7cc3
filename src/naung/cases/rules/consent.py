"""Whose consent is recorded, or on what ground the office acts without it."""

from naung.core.text import Text

CAREGIVER, CHILD, GROUND = "CAREGIVER", "CHILD", "GROUND"

KINDS = {
    CAREGIVER: Text("Persetujuan pengasuh", "The caregiver's consent"),
    CHILD: Text("Persetujuan anak", "The child's assent"),
    GROUND: Text("Dasar bertindak tanpa persetujuan", "The ground for acting without consent"),
}
