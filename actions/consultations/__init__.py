"""Consultations: when they can be, who has one, and what people are told about them."""
